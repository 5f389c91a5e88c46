import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  add,
  cast,
  grads,
  memory,
  mul,
  randomNormal,
  rsqrt,
  slice,
  square,
  sum,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {expectClose} from '../../test/golden.js';
import {columnNorms, normalizeColumns, useKernels} from '../index.js';

describe('normalizeColumns', () => {
  it('gives each column the norm of its gain', async () => {
    const w = tensor2d([3, 1, 4, 1], [2, 2]); // columns (3,4) and (1,1)
    expectClose(
      await normalizeColumns(w, tensor1d([10, 2])).data(),
      [6, Math.SQRT2, 8, Math.SQRT2],
      1e-6,
      0,
      'columns',
    );
    expectClose(await columnNorms(normalizeColumns(w)).data(), [1, 1], 1e-6, 0, 'norms');
  });

  it('keeps a column of zeros at zero, with a zero gradient', async () => {
    const w = tensor2d([0, 1, 0, 1], [2, 2]);
    const [dw] = grads((v: Tensor) => sum(normalizeColumns(v as Tensor2D)))([w]);
    expectClose(await normalizeColumns(w).data(), [0, Math.SQRT1_2, 0, Math.SQRT1_2], 1e-6, 0, 'columns');
    expectClose(await dw.data(), [0, 0, 0, 0], 0, 1e-6, 'dw');
  });

  it('has the gradient of its composition from tfjs ops, and leaves no tensor over', async () => {
    const w = randomNormal([5, 4], 0, 1, 'float32', 1) as Tensor2D;
    const gamma = randomNormal([4], 1, 0.3, 'float32', 2) as Tensor1D;
    const target = randomNormal([5, 4], 0, 1, 'float32', 3);
    const composed = (v: Tensor, g: Tensor) => sum(mul(target, mul(g, mul(v, rsqrt(sum(square(v), 0))))));
    const before = memory().numTensors;
    const ours = grads((v, g) => sum(mul(target, normalizeColumns(v as Tensor2D, g as Tensor1D))))([
      w,
      gamma,
    ]);
    expect(memory().numTensors - before).toBe(2);
    const theirs = grads(composed)([w, gamma]);
    for (const i of [0, 1])
      expectClose(await ours[i].data(), await theirs[i].data(), 1e-4, 1e-6, `gradient ${i}`);
  });

  it.each([1e19, 1e-23, 1e-30])(
    'gives columns of size %d their norm, kernels and ops alike',
    async (size) => {
      const w = tensor2d([3 * size, 5, 4 * size, 12], [2, 2]);
      for (const on of [true, false]) {
        useKernels(on);
        expectClose(await normalizeColumns(w).data(), [0.6, 5 / 13, 0.8, 12 / 13], 1e-6, 0, 'columns');
        expectClose(await columnNorms(w).data(), [5 * size, 13], 1e-6, 0, 'norms');
        const [dw] = grads((v: Tensor) => sum(slice(normalizeColumns(v as Tensor2D), 0, 1)))([w]);
        const scaled = mul(slice(dw, [0, 0], [2, 1]), size);
        expectClose(await scaled.data(), [0.64 / 5, -0.48 / 5], 1e-5, 0, 'dw');
      }
      useKernels(true);
    },
  );

  it('names a gain of the wrong length', () => {
    expect(() => normalizeColumns(tensor2d([[1, 2]]), tensor1d([1]))).toThrow(
      'gamma: expected shape [2], got [1]',
    );
  });
});

describe('columnNorms', () => {
  it('throws where its gradient is asked for, also beside another term', () => {
    const w = randomNormal([5, 4], 0, 1, 'float32', 1);
    const norms = (v: Tensor) => sum(columnNorms(v as Tensor2D));
    for (const loss of [norms, (v: Tensor) => add(norms(v), sum(v))])
      expect(() => grads(loss)([w])).toThrow('Cannot compute gradient');
  });

  it('takes whole numbers', async () => {
    const whole = tensor2d([3, 5, 4, 12], [2, 2], 'int32');
    for (const w of [whole, cast(whole, 'float32')])
      expectClose(await columnNorms(w).data(), [5, 13], 1e-6, 0, 'norms');
  });
});
