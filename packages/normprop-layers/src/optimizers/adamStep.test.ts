import {add, div, mul, scalar, sqrt, square, sub, tensor1d} from '@tensorflow/tfjs-core';
import {adamStep} from 'normprop-core';

const values = (scale: number, seed: number) =>
  Float32Array.from({length: 2000}, (_, i) => scale * Math.sin(seed + i * 12.9898) * 10 ** ((i % 7) - 3));

test('gives what the ops give that it stands for, also for values that are tiny, huge, or no numbers', () => {
  const [value, first, gradient] = [values(1, 1), values(0.1, 2), values(0.3, 3)];
  const second = values(0.2, 4).map(Math.abs);
  gradient.set([0, 1e-30, 1e18, NaN, Infinity], 10);
  const factors = {
    beta1: 0.9,
    beta2: 0.999,
    step: 0.0123,
    root: 1 / Math.sqrt(1 - 0.999 ** 3),
    epsilon: 1e-8,
  };
  const got = adamStep({value, first, second}, gradient, factors);

  const g = tensor1d(gradient);
  const m = add(mul(tensor1d(first), 0.9), mul(g, 1 - 0.9));
  const v = add(mul(tensor1d(second), 0.999), mul(square(g), 1 - 0.999));
  const root = add(mul(sqrt(v), factors.root), scalar(1e-8));
  const moved = sub(tensor1d(value), mul(div(m, root), factors.step));
  for (const [name, want] of [
    ['first', m],
    ['second', v],
    ['value', moved],
  ] as const) {
    const expected = want.dataSync<'float32'>();
    got[name].forEach((result, i) => {
      if (!Number.isFinite(expected[i])) return expect(result).toBe(expected[i]);
      const terms = {value: value[i], first: Math.abs(first[i]) + Math.abs(gradient[i]), second: expected[i]}[
        name
      ];
      const size = Math.abs(expected[i]) + Math.abs(terms); // what may have cancelled
      expect(Math.abs(result - expected[i])).toBeLessThanOrEqual(1e-6 * size + 1e-9);
    });
  }
});
