import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  grad,
  grads,
  losses,
  add,
  concat,
  matMul,
  keep,
  memory,
  mul,
  oneHot,
  randomNormal,
  reshape,
  square,
  sum,
  tensor1d,
  tidy,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {describeBothWays} from '../../test/bothWays.js';
import {softmaxCrossEntropy} from '../index.js';

const N = 5;
const H = 4;
const V = 3;

function inputs(scale = 1): [Tensor2D, Tensor2D, Tensor1D, Tensor1D] {
  return [
    randomNormal([N, H], 0, scale, 'float32', 1),
    randomNormal([H, V], 0, scale, 'float32', 2),
    randomNormal([V], 0, scale, 'float32', 3),
    tensor1d([0, 2, 1, 1, 0], 'int32'),
  ];
}

const values = async (tensors: Tensor[]): Promise<number[]> =>
  (await Promise.all(tensors.map(async (tensor) => [...(await tensor.data())]))).flat();

describeBothWays(() => {
  test('agrees with tfjs’s own loss and gradients within 1e-5', async () => {
    const [hidden, kernel, bias, targets] = inputs();
    const theirs = (h: Tensor, w: Tensor, b: Tensor): Tensor =>
      losses.softmaxCrossEntropy(oneHot(targets, V), add(matMul(h, w), b));
    const ours = (h: Tensor, w: Tensor, b: Tensor): Tensor =>
      softmaxCrossEntropy(h as Tensor2D, w as Tensor2D, b as Tensor1D, targets);
    const args = [hidden, kernel, bias];
    const expected = [
      ...(await values([theirs(hidden, kernel, bias)])),
      ...(await values(grads(theirs)(args))),
    ];
    const actual = [...(await values([ours(hidden, kernel, bias)])), ...(await values(grads(ours)(args)))];
    expect(actual).toHaveLength(1 + N * H + H * V + V);
    actual.forEach((value, index) => expect(Math.abs(value - expected[index])).toBeLessThan(1e-5));
  });

  test('takes a sequence as it is, with targets flat or in its shape', async () => {
    const [hidden, kernel, bias, targets] = inputs();
    const sequence = reshape(concat([hidden, mul(hidden, 2)]), [2, N, H]);
    const flat = concat([hidden, mul(hidden, 2)]);
    const twice = concat([targets, targets]);
    const loss = (of: Tensor) => (h: Tensor, w: Tensor) => softmaxCrossEntropy(h, w as Tensor2D, bias, of);
    const expected = await values(grads(loss(twice))([flat, kernel]));
    for (const each of [twice, reshape(twice, [2, N])]) {
      const gradients = grads(loss(each))([sequence, kernel]);
      expect(gradients[0].shape).toEqual([2, N, H]);
      expect(await values(gradients)).toEqual(expected);
      expect(await values([loss(each)(sequence, kernel)])).toEqual(await values([loss(twice)(flat, kernel)]));
    }
  });

  test('its gradient has no second derivative, by h or by the kernel', () => {
    const [hidden, kernel, bias, targets] = inputs();
    const loss = (h: Tensor, w: Tensor): Tensor => softmaxCrossEntropy(h, w as Tensor2D, bias, targets);
    const message = 'softmaxCrossEntropy: it has no second derivative';
    const ofH = grad((h: Tensor) => sum(grad((x: Tensor) => loss(x, kernel))(h)));
    const ofW = grad((w: Tensor) => sum(grad((x: Tensor) => loss(hidden, x))(w)));
    const mixed = grad((w: Tensor) => sum(grad((x: Tensor) => loss(x, w))(hidden)));
    expect(() => ofH(hidden)).toThrow(message);
    expect(() => ofW(kernel)).toThrow(message);
    expect(() => mixed(kernel)).toThrow(message);
  });

  test('has no second derivative for a loss either that was computed outside of the inner gradient', () => {
    const [hidden, kernel, bias, targets] = inputs();
    const message = 'softmaxCrossEntropy: it has no second derivative';
    const penalised = (loss: Tensor, by: Tensor) => add(sum(square(grad(() => loss)(by))), sum(square(by))); // tfjs keeps one tape for both gradients
    expect(() =>
      grad((h: Tensor) => penalised(softmaxCrossEntropy(h, kernel, bias, targets), h))(hidden),
    ).toThrow(message);
    expect(() =>
      grad((w: Tensor) => penalised(softmaxCrossEntropy(hidden, w as Tensor2D, bias, targets), w))(kernel),
    ).toThrow(message);
    expect(() =>
      grad((b: Tensor) => penalised(softmaxCrossEntropy(hidden, kernel, b as Tensor1D, targets), b))(bias),
    ).toThrow(message);
  });

  test('one loss serves two gradients', async () => {
    const [hidden, kernel, bias, targets] = inputs();
    const loss = (h: Tensor) => softmaxCrossEntropy(h, kernel, bias, targets);
    const wanted = await grad(loss)(hidden).data();
    let inner: Tensor | undefined;
    const outer = grad((h: Tensor) => {
      const once = loss(h);
      inner = keep(grad(() => once)(h));
      return once;
    })(hidden);
    expect(await outer.data()).toEqual(wanted);
    expect(await inner!.data()).toEqual(wanted);
  });

  test('stays finite for large logits and passes NaN on', async () => {
    const [hidden, kernel, bias, targets] = inputs(300);
    expect(Number.isFinite((await softmaxCrossEntropy(hidden, kernel, bias, targets).data())[0])).toBe(true);
    const broken = tensor1d([NaN, 0, 0]);
    expect((await softmaxCrossEntropy(hidden, kernel, broken, targets).data())[0]).toBeNaN();
  });

  test('a factor on the loss is one on its gradients', async () => {
    const [hidden, kernel, bias, targets] = inputs();
    const loss = (factor: number) => (h: Tensor) =>
      mul(softmaxCrossEntropy(h as Tensor2D, kernel, bias, targets), factor);
    const [once, thrice] = await Promise.all(
      [1, 3].map(async (factor) => await grad(loss(factor))(hidden).data()),
    );
    once.forEach((value, index) => expect(thrice[index]).toBeCloseTo(3 * value, 6));
  });

  test('shapes and dtypes that do not fit are named', () => {
    tidy(() => {
      const [hidden, kernel, bias, targets] = inputs();
      expect(() => softmaxCrossEntropy(hidden, kernel, bias, tensor1d([0, 1], 'int32'))).toThrow(
        'targets: expected shape [5]',
      );
      expect(() => softmaxCrossEntropy(hidden, kernel, bias, tensor1d([0, 2, 1, 1, 0]))).toThrow(
        'targets: expected dtype int32, got float32',
      );
      expect(() =>
        softmaxCrossEntropy(reshape(hidden, [N, 1, H]), kernel, bias, reshape(targets, [1, N])),
      ).toThrow('targets: expected shape [5,1], got [1,5]');
      expect(() => softmaxCrossEntropy(tensor1d([1]), kernel, bias, targets)).toThrow(
        'hidden: expected shape [any,4], got [1]',
      );
      expect(() => softmaxCrossEntropy(hidden, kernel, tensor1d([1]), targets)).toThrow(
        'bias: expected shape [3]',
      );
    });
  });

  test('leaves no tensor behind', () => {
    const before = memory().numTensors;
    tidy(() => {
      const [hidden, kernel, bias, targets] = inputs();
      grads((h: Tensor) => softmaxCrossEntropy(h as Tensor2D, kernel, bias, targets))([hidden]);
    });
    expect(memory().numTensors).toBe(before);
  });
});
