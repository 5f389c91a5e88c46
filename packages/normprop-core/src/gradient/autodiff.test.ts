import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  add,
  concat,
  grad,
  matMul,
  mul,
  sigmoid,
  split,
  squeeze,
  sum,
  tanh,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {seededNormals} from '../random/seededNormals.js';
import {stepGradient} from './stepGradient.js';
import {stepJacobian} from './stepJacobian.js';

// The analytic derivatives against tfjs's, op by op from eq. 15-17. tfjs computes in float32: values below 1 and sums of a
// few terms keep its error at 1e-7, so that 1e-6 can be asked for.
const TOLERANCE = 1e-6;

/** Normals that float32 holds exactly. */
const numbers = (size: number, seed: number, scale: number) =>
  Float64Array.from(Float32Array.from(seededNormals(size, seed), (z) => scale * z));

/** h_t from the pre-activations [4H] and c_{t−1} [H]. */
function hiddenOf(a: Tensor1D, previousCell: Tensor1D, cellScale: number, hiddenScale: number): Tensor1D {
  const [i, f, g, o] = split(a, 4) as Tensor1D[];
  const c = add(mul(sigmoid(i), tanh(g)), mul(sigmoid(f), previousCell));
  return mul(hiddenScale, mul(sigmoid(o), tanh(mul(cellScale, c)))) as Tensor1D;
}

describe('the analytic gradients against autodiff', () => {
  const scales = {cellScale: 1.25, hiddenScale: 0.75};

  it('eq. 22, 23, 26, 27: ∂h/∂a of each gate, at 20 points', async () => {
    for (let point = 0; point < 20; point++) {
      const a = numbers(4, 10 + point, 1);
      const [cell] = numbers(1, 50 + point, 1);
      const slopes = await grad((p: Tensor) =>
        sum(hiddenOf(p as Tensor1D, tensor1d([cell]), scales.cellScale, scales.hiddenScale)),
      )(tensor1d(Float32Array.from(a))).data();
      const got = stepGradient({
        preActivations: [a[0], a[1], a[2], a[3]],
        previousCell: cell,
        ...scales,
      });
      got.forEach((value, gate) => expect(Math.abs(value - slopes[gate])).toBeLessThan(TOLERANCE));
    }
  });

  it('eq. 28: all gates share one pre-activation γh·h, the weights neglected', async () => {
    const [gammaH, fromX, cell] = [1.5, 0.25, -0.5];
    for (const h of [-1.5, -0.25, 0.5, 1.25]) {
      const slope = (
        await grad((hidden: Tensor) => {
          const a = add(mul(gammaH, hidden), fromX);
          const four = concat([a, a, a, a]) as Tensor1D;
          return sum(hiddenOf(four, tensor1d([cell]), scales.cellScale, scales.hiddenScale));
        })(tensor1d([h])).data()
      )[0];
      const a = gammaH * h + fromX;
      const gates = stepGradient({preActivations: [a, a, a, a], previousCell: cell, ...scales});
      const analytic = gammaH * gates.reduce((total, value) => total + value, 0);
      expect(Math.abs(analytic - slope)).toBeLessThan(TOLERANCE);
    }
  });

  it('∂h_t/∂h_{t−1} with the weights in place', async () => {
    const H = 6;
    const [kernel, fromX, cell, h] = [
      numbers(4 * H * H, 1, 0.3),
      numbers(4 * H, 2, 1),
      numbers(H, 3, 1),
      numbers(H, 4, 1),
    ];
    const preActivations = fromX.map((x, k) =>
      h.reduce((total, value, row) => total + value * kernel[row * 4 * H + k], x),
    );
    const jacobian = stepJacobian({recurrentKernel: kernel, preActivations, previousCell: cell, ...scales});
    const weights = tensor2d(Float32Array.from(kernel), [H, 4 * H]);
    for (let j = 0; j < H; j++) {
      const row = await grad((hidden: Tensor) => {
        const a = add(
          squeeze(matMul(hidden as Tensor2D, weights)),
          tensor1d(Float32Array.from(fromX)),
        ) as Tensor1D;
        const next = hiddenOf(a, tensor1d(Float32Array.from(cell)), scales.cellScale, scales.hiddenScale);
        const onlyJ = tensor1d(Array.from({length: H}, (_, k) => (k === j ? 1 : 0))); // gather has no gradient on wasm
        return sum(mul(next, onlyJ));
      })(tensor2d(Float32Array.from(h), [1, H])).data();
      for (let k = 0; k < H; k++) {
        expect(Math.abs(jacobian[j * H + k] - row[k])).toBeLessThan(TOLERANCE);
      }
    }
  });
});
