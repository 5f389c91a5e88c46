import {blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad} from '@jax-js/jax';

/** Σ h² over the steps of an LSTM as `tf.layers.lstm` computes it (gates i, f, c, o); jax-js has no scan, so the loop is unrolled. */
function sumOfSquares({kernel, recurrentKernel, bias}, steps, [batch, units]) {
  let h = np.zeros([batch, units]);
  let c = np.zeros([batch, units]);
  let total = np.array(0);
  for (const x of steps) {
    const z = np.matmul(x, kernel.ref).add(np.matmul(h, recurrentKernel.ref)).add(bias.ref);
    const [i, f, candidate, o] = np.split(z, 4, 1);
    c = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(candidate)));
    h = nn.sigmoid(o).mul(np.tanh(c.ref));
    total = total.add(np.square(h.ref).sum());
  }
  tree.dispose([kernel, recurrentKernel, bias, h, c]);
  return total;
}

/**
 * A training step by jax-js, compiled by its `jit` in the turn that warms up.
 *
 * @param {'wasm' | 'webgl' | 'webgpu'} backend
 * @param {Float32Array} x [batch,timeSteps,inputSize].
 * @param {Float32Array[]} weights Of an LSTM: kernel, recurrent kernel, bias.
 */
export async function jaxJsEntrant(
  backend,
  {timeSteps, batch, inputSize, units},
  x,
  [kernel, recurrentKernel, bias],
) {
  if (!(await init(backend)).includes(backend)) throw new Error(`jax-js: no ${backend} in this browser`);
  defaultDevice(backend);
  const array = (values, shape) => np.array(Float32Array.from(values)).reshape(shape);
  const w = {
    kernel: array(kernel, [inputSize, 4 * units]),
    recurrentKernel: array(recurrentKernel, [units, 4 * units]),
    bias: array(bias, [4 * units]),
  };
  const sequence = (b, t) => x.subarray((b * timeSteps + t) * inputSize, (b * timeSteps + t + 1) * inputSize);
  const steps = Array.from({length: timeSteps}, (_, t) => {
    const rows = new Float32Array(batch * inputSize);
    for (let b = 0; b < batch; b++) rows.set(sequence(b, t), b * inputSize);
    return array(rows, [batch, inputSize]);
  });
  await blockUntilReady([w, steps]);
  const step = jit(valueAndGrad((weights, all) => sumOfSquares(weights, all, [batch, units])));
  return {
    name: 'jax-js, jit',
    plain: true,
    group: `training step, ${backend}`,
    async run() {
      defaultDevice(backend);
      const [value, gradients] = step(tree.ref(w), tree.ref(steps)); // it keeps what it is given
      const [loss] = await Promise.all([value, ...Object.values(gradients)].map((each) => each.data()));
      return loss[0];
    },
    close() {
      tree.dispose([w, steps]);
      step.dispose();
    },
  };
}
