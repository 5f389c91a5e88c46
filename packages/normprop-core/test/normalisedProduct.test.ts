import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  abs,
  div,
  grads,
  matMul,
  max,
  mul,
  sub,
  sum,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {columnNorms, lstmSequence, normalizeColumns} from '../src/index.js';
import {optionsOf, random, weightsOf, x} from './smallCase.js';

const furthest = async (a: Tensor, b: Tensor): Promise<number> =>
  (await div(max(abs(sub(a, b))), max(abs(b))).data())[0];

describe('the normalised product x · γW/‖W‖ (section 3.3, eq. 18-20)', () => {
  it.each([0.01, 7, 300])(
    'with W %d times as large: the same values and dx, dW that much smaller',
    async (scale) => {
      const [inputs, w, r] = [random([6, 5], 1), random([5, 8], 2), random([6, 8], 3)];
      const product = (a: Tensor, kernel: Tensor): Tensor =>
        matMul(a as Tensor2D, normalizeColumns(kernel as Tensor2D));
      const loss = (a: Tensor, kernel: Tensor): Scalar => sum(mul(product(a, kernel), r));
      const larger = mul(w, scale);
      expect(await furthest(product(inputs, larger), product(inputs, w))).toBeLessThan(2e-6);
      const [dx, dw] = grads(loss)([inputs, w]);
      const [dxLarger, dwLarger] = grads(loss)([inputs, larger]);
      expect(await furthest(dxLarger, dx)).toBeLessThan(2e-6);
      expect(await furthest(mul(dwLarger, scale), dw)).toBeLessThan(1e-5);
    },
  );

  it('unit norm is kept over 100 updates by the projection, and lost without it', async () => {
    const run = async (project: boolean): Promise<number> => {
      const weights = weightsOf('normProp');
      const trained = [weights.kernel, weights.recurrentKernel].map((w) => variable(normalizeColumns(w)));
      const inputs = x();
      for (let update = 0; update < 100; update++) {
        const {value, grads: slopes} = variableGrads(
          () =>
            sum(
              lstmSequence(
                inputs,
                {
                  ...weights,
                  kernel: trained[0] as Tensor as Tensor2D,
                  recurrentKernel: trained[1] as Tensor as Tensor2D,
                },
                optionsOf('normProp'),
              ).hidden,
            ) as Scalar,
          trained,
        );
        value.dispose();
        tidy(() =>
          trained.forEach((w) => {
            const moved = sub(w, mul(0.1, slopes[w.name])) as Tensor2D;
            w.assign(project ? normalizeColumns(moved) : moved);
          }),
        );
        Object.values(slopes).forEach((slope) => slope.dispose());
      }
      const norms = (
        await Promise.all(
          trained.map(async (w) => Array.from(await columnNorms(w as Tensor as Tensor2D).data())),
        )
      ).flat();
      trained.forEach((w) => w.dispose());
      return Math.max(...norms.map((norm) => Math.abs(norm - 1)));
    };
    expect(await run(true)).toBeLessThan(1e-6);
    expect(await run(false)).toBeGreaterThan(0.05);
  });
});
