import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  grads,
  losses,
  add,
  matMul,
  memory,
  oneHot,
  randomNormal,
  tensor1d,
  tidy,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {softmaxCrossEntropy} from './softmaxCrossEntropy.js';

const N = 5;
const H = 4;
const V = 3;

function inputs(scale = 1): [Tensor2D, Tensor2D, Tensor1D, Tensor2D] {
  const labels = oneHot(tensor1d([0, 2, 1, 1, 0], 'int32'), V);
  return [
    randomNormal([N, H], 0, scale, 'float32', 1),
    randomNormal([H, V], 0, scale, 'float32', 2),
    randomNormal([V], 0, scale, 'float32', 3),
    labels as Tensor2D,
  ];
}

const values = (tensors: Tensor[]): number[] => tensors.flatMap((tensor) => [...tensor.dataSync()]);

describe('softmaxCrossEntropy', () => {
  test('agrees with tfjs’s own loss and gradients within 1e-5', () => {
    tidy(() => {
      const [hidden, kernel, bias, labels] = inputs();
      const theirs = (h: Tensor, w: Tensor, b: Tensor): Tensor =>
        losses.softmaxCrossEntropy(labels, add(matMul(h, w), b));
      const ours = (h: Tensor, w: Tensor, b: Tensor): Tensor =>
        softmaxCrossEntropy(h as Tensor2D, w as Tensor2D, b as Tensor1D, labels);
      const args = [hidden, kernel, bias];
      const expected = [...values([theirs(hidden, kernel, bias)]), ...values(grads(theirs)(args))];
      const actual = [...values([ours(hidden, kernel, bias)]), ...values(grads(ours)(args))];
      expect(actual).toHaveLength(1 + N * H + H * V + V);
      actual.forEach((value, index) => expect(Math.abs(value - expected[index])).toBeLessThan(1e-5));
    });
  });

  test('stays finite for large logits and passes NaN on', () => {
    tidy(() => {
      const [hidden, kernel, bias, labels] = inputs(300);
      expect(Number.isFinite(softmaxCrossEntropy(hidden, kernel, bias, labels).dataSync()[0])).toBe(true);
      const broken = tensor1d([NaN, 0, 0]);
      expect(softmaxCrossEntropy(hidden, kernel, broken, labels).dataSync()[0]).toBeNaN();
    });
  });

  test('leaves no tensor behind', () => {
    const before = memory().numTensors;
    tidy(() => {
      const [hidden, kernel, bias, labels] = inputs();
      grads((h: Tensor) => softmaxCrossEntropy(h as Tensor2D, kernel, bias, labels))([hidden]);
    });
    expect(memory().numTensors).toBe(before);
  });
});
