import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  BatchMatMul,
  add,
  broadcastTo,
  broadcast_util,
  elu,
  fused,
  getBackend,
  getKernel,
  grads,
  leakyRelu,
  matMul,
  memory,
  mul,
  prelu,
  randomNormal,
  relu,
  relu6,
  sigmoid,
  sum,
  tensor1d,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {expectClose} from '../../test/golden.js';
import {accelerateMatMul} from '../index.js';

const transpositions = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

/** Leading shapes of a and b: alike, broadcast either way, of different rank. */
const leadings: Array<[number[], number[]]> = [
  [[], []],
  [[3], [3]],
  [[1], [3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [2, 3],
    [2, 3],
  ],
  [[3], []],
  [[], [2, 3]],
];

const random = (shape: number[], seed: number) => randomNormal(shape, 0, 1, 'float32', seed);

/** What `product` gives with our kernels in place. */
async function accelerated(product: () => Tensor): Promise<ArrayLike<number>> {
  accelerateMatMul();
  try {
    return await product().data();
  } finally {
    accelerateMatMul(false);
  }
}

/** op(a), with the leading shape written out: the stock kernel then has nothing to transpose or broadcast. */
function explicit(tensor: Tensor, transposed: boolean, leading: number[]): Tensor {
  const axes = tensor.shape.map((_, i) => i);
  const [rows, columns] = axes.slice(-2);
  const plain = transposed ? transpose(tensor, [...axes.slice(0, -2), columns, rows]) : tensor;
  return broadcastTo(plain, [...leading, ...plain.shape.slice(-2)]);
}

type Activation = NonNullable<Parameters<typeof fused.matMul>[0]['activation']>;

const activations: {[name: string]: (y: Tensor) => Tensor} = {
  linear: (y: Tensor) => y,
  relu,
  relu6,
  elu,
  sigmoid,
  leakyrelu: (y: Tensor) => leakyRelu(y, 0.3),
  prelu: (y: Tensor) => prelu(y, tensor1d([0.1, 0.2, 0.3])),
};

describe('accelerateMatMul', () => {
  for (const [transposeA, transposeB] of transpositions) {
    it.each(leadings)(
      `gives the product, transposed ${transposeA}/${transposeB}, over %j and %j`,
      async (la, lb) => {
        const [m, k, n] = [5, 9, 13];
        const a = random([...la, ...(transposeA ? [k, m] : [m, k])], 1);
        const b = random([...lb, ...(transposeB ? [n, k] : [k, n])], 2);
        const leading = broadcast_util.assertAndGetBroadcastShape(la, lb);
        const stock = matMul(explicit(a, transposeA, leading), explicit(b, transposeB, leading));
        const ours = await accelerated(() => matMul(a, b, transposeA, transposeB));
        expectClose(ours, await stock.data(), 1e-5, 1e-5, 'product');
      },
    );

    // Composed of single ops: on wasm the stock fused kernel adds the bias by row where an operand is transposed.
    it.each(Object.keys(activations))(
      `gives the fused product, transposed ${transposeA}/${transposeB}, %s`,
      async (activation) => {
        const [m, k, n] = [4, 6, 3];
        const a = random(transposeA ? [k, m] : [m, k], 3) as Tensor2D;
        const b = random(transposeB ? [n, k] : [k, n], 4) as Tensor2D;
        const bias = tensor1d([0.5, -1, 2]);
        const product = matMul(explicit(a, transposeA, []), explicit(b, transposeB, []));
        const stock = activations[activation](add(product, bias));
        const preluActivationWeights = activation === 'prelu' ? tensor1d([0.1, 0.2, 0.3]) : undefined;
        const args = {
          a,
          b,
          transposeA,
          transposeB,
          bias,
          activation: activation as Activation,
          leakyreluAlpha: 0.3,
          preluActivationWeights,
        };
        const ours = await accelerated(() => fused.matMul(args));
        expectClose(ours, await stock.data(), 1e-5, 1e-5, 'product');
      },
    );
  }

  it('gives the gradients of a dense layer and leaves no tensor over', async () => {
    const [x, w] = [random([7, 5], 5), random([5, 3], 6)];
    const target = random([7, 3], 7);
    const run = () => grads((a, b) => sum(mul(target, matMul(a, b))))([x, w]);
    const stock = run();
    accelerateMatMul();
    const before = memory().numTensors;
    const ours = run();
    expect(memory().numTensors - before).toBe(2);
    accelerateMatMul(false);
    for (const i of [0, 1])
      expectClose(await ours[i].data(), await stock[i].data(), 1e-5, 1e-5, `gradient ${i}`);
  });

  it('takes over on cpu and wasm alone and puts the stock kernel back, also after being switched on twice', () => {
    const stock = getKernel(BatchMatMul, getBackend()).kernelFunc;
    accelerateMatMul();
    accelerateMatMul();
    const isStock = getKernel(BatchMatMul, getBackend()).kernelFunc === stock;
    expect(isStock).toBe(!['cpu', 'wasm'].includes(getBackend()));
    accelerateMatMul(false);
    expect(getKernel(BatchMatMul, getBackend()).kernelFunc).toBe(stock);
  });

  it('multiplies empty matrices and leaves other dtypes to the stock kernel', async () => {
    accelerateMatMul();
    try {
      expect(matMul(zeros([0, 4]), zeros([4, 2])).shape).toEqual([0, 2]);
      expect(Array.from(await matMul(zeros([2, 0]), zeros([3, 0]), false, true).data())).toEqual([
        0, 0, 0, 0, 0, 0,
      ]);
      expect(() => matMul(random([2, 3], 1), random([2, 3], 2))).toThrow(/3 and 2|inner|incompatible/);
    } finally {
      accelerateMatMul(false);
    }
  });
});
