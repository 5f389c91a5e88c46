import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  add,
  cast,
  clipByValue,
  concat,
  expandDims,
  fill,
  grad,
  grads,
  keep,
  matMul,
  memory,
  mul,
  reverse,
  slice,
  split,
  square,
  sub,
  sum,
  tanh,
  tensor2d,
  transpose,
  unstack,
  where,
  zeros,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {describeBothWays} from '../../test/bothWays.js';
import {expectClose} from '../../test/golden.js';
import {
  batch,
  inputSize,
  optionsOf,
  random,
  state,
  timeSteps,
  units,
  weightsOf,
  x,
} from '../../test/smallCase.js';
import {lstmSequence, lstmStep, normPropVariances, prepareWeights} from '../index.js';
import type {BatchStatistics, LSTMSequenceOptions, LSTMWeights} from '../index.js';

describeBothWays((models) => {
  describe.each(models)('lstmSequence, %s', (model) => {
    it('gives with batchMajor the same values and gradients, the first two axes swapped', async () => {
      const weights = weightsOf(model);
      const swap = <T extends Tensor>(tensor: T): T =>
        transpose(tensor, tensor.rank === 2 ? [1, 0] : [1, 0, 2]);
      const mask = tensor2d([1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1], [timeSteps, batch]);
      const target = random([timeSteps, batch, units], 7);
      const run = (batchMajor: boolean) => {
        const turn = <T extends Tensor>(tensor: T): T => (batchMajor ? swap(tensor) : tensor);
        const loss = (values: Tensor) => {
          const {outputs, hidden} = lstmSequence(values as Tensor3D, weights, {
            ...optionsOf(model),
            initialState: state(),
            mask: turn(mask),
            goBackwards: true,
            batchMajor,
          });
          return add(sum(square(sub(outputs, turn(target)))), sum(square(hidden)));
        };
        const dx = grad(loss)(turn(x()));
        return [loss(turn(x())), turn(dx)];
      };
      const [loss, dx] = run(false);
      const [lossSwapped, dxSwapped] = run(true);
      expectClose(await lossSwapped.data(), await loss.data(), 1e-6, 0, 'loss');
      expectClose(await dxSwapped.data(), await dx.data(), 1e-5, 1e-6, 'dx');
      expect(() => lstmSequence(swap(x()), weights, {...optionsOf(model), mask, batchMajor: true})).toThrow(
        `mask: expected shape [${batch},${timeSteps}]`,
      );
    });

    it('has the gradients that differences of its values show, with all its options', async () => {
      const weights = weightsOf(model);
      const options: LSTMSequenceOptions = {
        ...optionsOf(model),
        initialState: state(),
        mask: tensor2d([1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1], [timeSteps, batch]),
        recurrentDropoutMask: tensor2d([2, 0, 2, 2, 0, 2, 2, 0, 0, 2, 0, 2, 2, 2, 2], [batch, units]),
        zoneoutCell: 0.2,
        zoneoutHidden: 0.1,
      };
      const names = Object.keys(weights) as Array<keyof LSTMWeights>;
      const inputs: Tensor[] = [x(), ...names.map((name) => weights[name]!)];
      const target = random([timeSteps, batch, units], 7);
      const loss = (...values: Tensor[]) => {
        const given = Object.fromEntries(
          names.map((name, i) => [name, values[i + 1]]),
        ) as unknown as LSTMWeights;
        return sum(square(sub(lstmSequence(values[0] as Tensor3D, given, options).outputs, target)));
      };
      const analytic = grads(loss)(inputs);
      // Central differences along one random direction per input: float32 leaves about 1e-3 of the slope.
      for (const [i, input] of inputs.entries()) {
        const direction = random(input.shape, 20 + i, 1);
        const step = 1e-2;
        const at = async (sign: number) => {
          const moved = inputs.map((v, j) => (j === i ? sub(v, mul(direction, -sign * step)) : v));
          return (await loss(...moved).data())[0];
        };
        const numerical = ((await at(1)) - (await at(-1))) / (2 * step);
        const expected = (await sum(mul(analytic[i], direction)).data())[0];
        const name = i === 0 ? 'x' : names[i - 1];
        expectClose([numerical], [expected], 0.02, 0.02, `slope along ${name}`);
      }
    });

    it('run step by step gives what it gives at once', async () => {
      if (model === 'batchNorm') {
        // The statistics of a step are its own, so here too the two must agree.
        const prepared = prepareWeights(weightsOf(model), optionsOf(model));
        const whole = lstmSequence(x(), prepared, {initialState: state()});
        const first = lstmStep(unstack(x())[0] as Tensor2D, state(), prepared);
        expect(first.statistics?.meanX.shape).toEqual([1, 4 * units]);
        expectClose(
          await first.statistics!.varianceC.data(),
          await slice(whole.statistics!.varianceC, 0, 1).data(),
          1e-5,
          1e-7,
          'varianceC',
        );
      }
      const prepared = prepareWeights(weightsOf(model), optionsOf(model));
      const whole = lstmSequence(x(), prepared, {initialState: state()});
      let [hidden, cell] = state();
      for (const input of unstack(x()))
        ({hidden, cell} = lstmStep(input as Tensor2D, [hidden, cell], prepared));
      expectClose(await hidden.data(), await whole.hidden.data(), 1e-5, 1e-6, 'hidden');
      expectClose(await cell.data(), await whole.cell.data(), 1e-5, 1e-6, 'cell');
    });

    it('leaves no tensor over, with and without a gradient', () => {
      const weights = weightsOf(model);
      const input = x();
      const before = memory().numTensors;
      const {outputs, hidden, cell, statistics} = lstmSequence(input, weights, optionsOf(model));
      expect(memory().numTensors - before).toBe(model === 'batchNorm' ? 9 : 3);
      [outputs, hidden, cell, ...Object.values(statistics ?? {})].forEach((tensor) => tensor.dispose());
      grad((kernel: Tensor) =>
        sum(lstmSequence(input, {...weights, kernel: kernel as Tensor2D}, optionsOf(model)).cell),
      )(weights.kernel).dispose();
      expect(memory().numTensors).toBe(before);
    });

    it('runs on one time step and one row', async () => {
      const one = lstmSequence(random([1, 1, inputSize], 9) as Tensor3D, weightsOf(model), optionsOf(model));
      expect(one.outputs.shape).toEqual([1, 1, units]);
      expect(Array.from(await one.outputs.data()).every(Number.isFinite)).toBe(true);
    });

    it('gives NaN for NaN', async () => {
      const bad = fill([timeSteps, batch, inputSize], NaN) as Tensor3D;
      const {hidden} = lstmSequence(bad, weightsOf(model), optionsOf(model));
      expect(Array.from(await hidden.data()).every(Number.isNaN)).toBe(true);
    });

    it.each([NaN, Infinity, -Infinity, -3.4e38, 9.96921e36])(
      'takes a masked step that holds %d for one of zeros, padding on either side',
      async (padding) => {
        const weights = weightsOf(model);
        const names = Object.keys(weights) as Array<keyof LSTMWeights>;
        const masks = [
          [1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 0],
          [1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1],
        ].map((values) => tensor2d(values, [timeSteps, batch]));
        const overs = model === 'batchNorm' ? [undefined, 'allRows' as const] : [undefined];
        for (const [mask, over] of masks.flatMap((mask) => overs.map((over) => [mask, over] as const))) {
          const run = async (filling: number) => {
            const valid = cast(expandDims(mask, 2), 'bool');
            const input = where(valid, x(), fill([timeSteps, batch, inputSize], filling));
            const all: Tensor[] = [];
            const loss = (...values: Tensor[]) => {
              const given = Object.fromEntries(names.map((name, i) => [name, values[i + 1]]));
              const result = lstmSequence(values[0] as Tensor3D, given as unknown as LSTMWeights, {
                ...optionsOf(model),
                ...(over && {batchStatisticsOver: over}),
                mask,
              });
              const {outputs, hidden, cell, statistics = {}} = result;
              all.push(
                ...[outputs, hidden, cell, ...Object.values(statistics)].map((t) => keep(t as Tensor)),
              );
              return add(sum(square(outputs)), sum(square(cell)));
            };
            const gradients = grads(loss)([input, ...names.map((name) => weights[name]!)]);
            return await Promise.all([...all, ...gradients].map(async (t) => await t.data()));
          };
          const zeros = await run(0);
          for (const values of zeros) expect(Array.from(values).every(Number.isFinite)).toBe(true);
          (await run(padding)).forEach((values, i) => expectClose(values, zeros[i], 0, 0, `result ${i}`));
        }
      },
    );

    it('gives the cells of all steps where they are asked for, as outputs lie', async () => {
      const mask = tensor2d([1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1], [timeSteps, batch]);
      const options = {...optionsOf(model), mask, returnCells: true};
      const {cells, cell} = lstmSequence(x(), weightsOf(model), options);
      expect(cells!.shape).toEqual([timeSteps, batch, units]);
      expectClose(await slice(cells!, timeSteps - 1).data(), await cell.data(), 0, 0, 'last cell');
      const shorter = {...options, mask: slice(mask, 0, 2), returnCells: false};
      const two = lstmSequence(slice(x(), 0, 2), weightsOf(model), shorter);
      expectClose(await slice(cells!, 1, 1).data(), await two.cell.data(), 1e-6, 1e-7, 'second cell');
      const batchFirst = lstmSequence(transpose(x(), [1, 0, 2]), weightsOf(model), {
        ...options,
        mask: transpose(mask),
        batchMajor: true,
      });
      expectClose(
        await transpose(batchFirst.cells!, [1, 0, 2]).data(),
        await cells!.data(),
        1e-6,
        1e-7,
        'batchMajor',
      );
    });

    it('runs backwards over the reversed input and mask, to the statistics', async () => {
      const options = optionsOf(model);
      const mask = tensor2d([1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1], [timeSteps, batch]);
      const run = (input: Tensor, given: Tensor2D, goBackwards: boolean) =>
        lstmSequence(input as Tensor3D, weightsOf(model), {...options, mask: given, goBackwards});
      const backwards = run(x(), mask, true);
      const reversed = run(reverse(x(), 0), reverse(mask, 0), false);
      expectClose(await backwards.outputs.data(), await reversed.outputs.data(), 0, 0, 'outputs');
      const target = random([timeSteps, batch, units], 7);
      const slope = (given: Tensor2D, goBackwards: boolean) =>
        grad((input: Tensor) => sum(mul(run(input, given, goBackwards).outputs, target)));
      const dx = slope(mask, true)(x());
      const dxReversed = slope(reverse(mask, 0) as Tensor2D, false)(reverse(x(), 0));
      expectClose(await dx.data(), await reverse(dxReversed, 0).data(), 1e-6, 1e-7, 'dx');
      for (const name of Object.keys(reversed.statistics ?? {}) as Array<keyof BatchStatistics>)
        expectClose(
          await backwards.statistics![name].data(),
          await reversed.statistics![name].data(),
          0,
          0,
          name,
        );
    });

    it('runs backwards over the reversed input', async () => {
      const options = optionsOf(model);
      const backwards = lstmSequence(x(), weightsOf(model), {...options, goBackwards: true}).outputs;
      const reversed = lstmSequence(reverse(x(), 0), weightsOf(model), options).outputs;
      expectClose(await backwards.data(), await reversed.data(), 0, 0, 'outputs');
    });
  });

  describe('recurrentActivation: hardSigmoid', () => {
    it('is the recurrence with clip(0.2 a + 0.5, 0, 1), value and every gradient', async () => {
      const weights = weightsOf('lstm');
      const hard = (a: Tensor) => clipByValue(add(mul(a, 0.2), 0.5), 0, 1);
      const composed = (input: Tensor, kernel: Tensor, recurrent: Tensor, bias: Tensor) => {
        let [h, c] = state() as [Tensor, Tensor];
        let loss: Tensor = zeros([batch, units]);
        for (const step of unstack(input)) {
          const both = add(
            matMul(step as Tensor2D, kernel as Tensor2D),
            matMul(h as Tensor2D, recurrent as Tensor2D),
          );
          const [i, f, g, o] = split(add(both, bias), 4, 1);
          c = add(mul(hard(i), tanh(g)), mul(hard(f), c));
          h = mul(hard(o), tanh(c));
          loss = add(loss, square(h));
        }
        return sum(loss);
      };
      const ours = (input: Tensor, kernel: Tensor, recurrentKernel: Tensor, bias: Tensor) => {
        const given = {kernel, recurrentKernel, bias} as LSTMWeights;
        const options = {recurrentActivation: 'hardSigmoid' as const, initialState: state()};
        return sum(square(lstmSequence(input as Tensor3D, given, options).outputs));
      };
      // Large enough for gates at 0 and at 1.
      const inputs = [x(), mul(weights.kernel, 6), weights.recurrentKernel, weights.bias!];
      const value = async (f: typeof ours) => await f(...(inputs as [Tensor, Tensor, Tensor, Tensor])).data();
      expectClose(await value(ours), await value(composed), 1e-5, 0, 'loss');
      const expected = grads(composed)(inputs);
      for (const [i, gradient] of grads(ours)(inputs).entries())
        expectClose(await gradient.data(), await expected[i].data(), 1e-4, 1e-5, `gradient ${i}`);
    });
  });

  describe('lstmSequence', () => {
    it('gives the gradients of the two scales of Norm Prop through their variances', async () => {
      const weights = weightsOf('normProp');
      const options = {
        model: 'normProp' as const,
        zoneoutHidden: 0.3,
        zoneoutCell: 0.1,
        initialState: state(),
      };
      const loss = (cellVariance: Tensor, hiddenVariance: Tensor) =>
        sum(
          square(
            lstmSequence(x(), weights, {
              ...options,
              cellVariance: cellVariance as Tensor1D,
              hiddenVariance: hiddenVariance as Tensor1D,
            }).outputs,
          ),
        );
      const at = [fill([units], 0.3), fill([units], 0.2)];
      const analytic = grads(loss)(at);
      for (const i of [0, 1]) {
        const step = 3e-3;
        const value = async (sign: number) =>
          (
            await loss(...(at.map((v, j) => (j === i ? sub(v, -sign * step) : v)) as [Tensor, Tensor])).data()
          )[0];
        const numerical = ((await value(1)) - (await value(-1))) / (2 * step);
        expectClose(
          [numerical],
          [(await sum(analytic[i]).data())[0]],
          0.02,
          0.02,
          `slope along variance ${i}`,
        );
      }
    });

    it('carries the state over masked steps and repeats it in the outputs', async () => {
      const mask = tensor2d([1, 0, 0, 1], [4, 1]);
      const input = random([4, 1, inputSize], 11) as Tensor3D;
      const {outputs, hidden} = lstmSequence(input, weightsOf('lstm'), {mask});
      const steps = unstack(outputs);
      expectClose(await steps[1].data(), await steps[0].data(), 0, 0, 'masked output');
      expectClose(await steps[2].data(), await steps[0].data(), 0, 0, 'masked output');
      const shorter = concat([slice(input, 0, 1), slice(input, 3, 1)]) as Tensor3D;
      expectClose(
        await hidden.data(),
        await lstmSequence(shorter, weightsOf('lstm')).hidden.data(),
        1e-6,
        1e-7,
        'hidden',
      );
    });

    it('does not change with the scale of the stored weights, and its kernel gradient shrinks with it (eq. 18-20)', async () => {
      const weights = weightsOf('normProp');
      const options = optionsOf('normProp');
      const loss = (factor: number) => (kernel: Tensor) =>
        sum(
          square(lstmSequence(x(), {...weights, kernel: mul(kernel, factor) as Tensor2D}, options).outputs),
        );
      expectClose(
        await loss(5)(weights.kernel).data(),
        await loss(1)(weights.kernel).data(),
        1e-5,
        0,
        'loss',
      );
      const big = mul(weights.kernel, 4);
      const atBig = await grad(loss(1))(big).data();
      const atSmall = await grad(loss(1))(weights.kernel).data();
      expectClose(
        Array.from(atBig, (v) => 4 * v),
        atSmall,
        1e-3,
        1e-5,
        'kernel gradient',
      );
    });

    it("uses Batch Norm's last population row beyond the end of the table", async () => {
      const weights = weightsOf('batchNorm');
      const {statistics} = lstmSequence(x(), weights, {model: 'batchNorm'});
      const first = Object.fromEntries(
        Object.entries(statistics!).map(([name, value]) => [name, slice(value as Tensor, 0, 2)]),
      ) as unknown as LSTMSequenceOptions['populationStatistics'];
      const repeated = Object.fromEntries(
        Object.entries(first!).map(([name, value]) => {
          const last = slice(value as Tensor, 1, 1);
          return [name, concat([value as Tensor, last, last])];
        }),
      ) as unknown as LSTMSequenceOptions['populationStatistics'];
      const short = lstmSequence(x(), weights, {model: 'batchNorm', populationStatistics: first});
      const long = lstmSequence(x(), weights, {model: 'batchNorm', populationStatistics: repeated});
      expectClose(await short.outputs.data(), await long.outputs.data(), 0, 0, 'outputs');
    });

    it('keeps the mean square of h near 1 over 120 steps with the constants of the paper', async () => {
      // gammas 2, 2, 1, no bias: 1.04 in the limit of many units (docs/variance.md); 48 units and 16 rows, seed fixed.
      const [T, B, H] = [120, 16, 48];
      const gammas = {gammaX: 2, gammaH: 2, gammaC: 1};
      const {cellVariance, hiddenVariance} = normPropVariances({...gammas, varianceMethod: 'paper'});
      const {outputs} = lstmSequence(
        random([T, B, H], 31, 1) as Tensor3D,
        {
          kernel: random([H, 4 * H], 32) as Tensor2D,
          recurrentKernel: random([H, 4 * H], 33) as Tensor2D,
          gammaX: fill([4 * H], 2),
          gammaH: fill([4 * H], 2),
          gammaC: fill([H], 1),
        },
        {model: 'normProp', cellVariance: cellVariance as number, hiddenVariance: hiddenVariance as number},
      );
      const settled = (await slice(outputs, 40).data()) as Float32Array;
      const meanSquare = settled.reduce((total, h) => total + h * h, 0) / settled.length;
      expect(meanSquare).toBeGreaterThan(0.94);
      expect(meanSquare).toBeLessThan(1.14);
    });
  });
});
