import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSequence} from 'normprop-core';
import {MaskStream} from '../src/random/MaskStream.js';
import {distance, expectClose, models, normal, sizes} from './models.js';

const {batch, timeSteps, features, units} = sizes;
const rates = ['dropout', 'recurrentDropout', 'candidateDropout', 'zoneoutCell', 'zoneoutHidden'] as const;

describe.each(models)('$id: dropouts', ({layer, cell}) => {
  const x = () => normal([batch, timeSteps, features], 1);
  const built = (args: object) => {
    const made = layer({units, seed: 3, returnSequences: true, ...args});
    made.build([null, timeSteps, features]);
    return made;
  };
  const run = (l: ReturnType<typeof built>, training: boolean) => l.call(x(), {training}) as Tensor;

  test.each(rates)(
    '%s acts in training only, a new mask at each call, the same masks from the same seed',
    async (name) => {
      const [one, two, none] = [built({[name]: 0.4}), built({[name]: 0.4}), built({})];
      const first = run(one, true);
      const second = run(one, true);
      expect(await distance(first, run(none, true))).toBeGreaterThan(1e-3);
      expect(await distance(first, second)).toBeGreaterThan(1e-3);
      expect(await run(two, true).data()).toEqual(await first.data());
      expect(await run(two, true).data()).toEqual(await second.data());
      // Batch Norm has learnt from the training calls, so a fresh layer gives the inference that both should have.
      const [fresh, plain] = [built({[name]: 0.4}), built({})];
      const inference = run(fresh, false);
      if (name.startsWith('zoneout'))
        expect(await distance(inference, run(plain, false))).toBeGreaterThan(1e-4);
      else await expectClose(inference, run(plain, false), 1e-7);
      expect(await run(fresh, false).data()).toEqual(await inference.data());
    },
  );

  test('a run that is resumed draws the same masks', async () => {
    const args = Object.fromEntries(rates.map((name) => [name, 0.3]));
    const straight = built(args);
    run(straight, true);
    run(straight, true);
    expect(straight.maskCalls).toBe(2);
    const third = run(straight, true);
    const resumed = built(args);
    resumed.maskCalls = 2;
    expect(await run(resumed, true).data()).toEqual(await third.data());
  });

  test('the masks are those of the definitions: one per sequence on x and h, one per step on g, c and h', async () => {
    const args = Object.fromEntries(rates.map((name) => [name, 0.3]));
    const made = built(args);
    const masks = new MaskStream(3, 0);
    masks.nextCall();
    const dropped = tfc.mul(x(), masks.dropout([batch, 1, features], 0.3));
    const {outputs} = lstmSequence(tfc.transpose(dropped, [1, 0, 2]) as Tensor3D, made.cell.coreWeights(), {
      ...made.cell.modelOptions(),
      recurrentDropoutMask: masks.dropout([batch, units], 0.3) as Tensor2D,
      candidateDropoutMask: masks.dropout([timeSteps, batch, units], 0.3) as Tensor3D,
      zoneoutCell: masks.zoneout([timeSteps, batch, units], 0.3) as Tensor3D,
      zoneoutHidden: masks.zoneout([timeSteps, batch, units], 0.3) as Tensor3D,
    });
    await expectClose(run(made, true), tfc.transpose(outputs, [1, 0, 2]), 1e-7);
  });

  test('both directions of one seed have masks of their own', async () => {
    const args = {dropout: 0.5};
    const forward = run(built(args), true);
    const sameInputs = built({...args, goBackwards: true}).call(tfc.reverse(x(), 1), {
      training: true,
    }) as Tensor;
    expect(await distance(forward, sameInputs)).toBeGreaterThan(1e-3);
  });

  test('cells draw new masks at each step', async () => {
    const made = cell({units, seed: 3, candidateDropout: 0.5, zoneoutCell: 0.2, zoneoutHidden: 0.2});
    made.build([null, features]);
    const state = [normal([batch, units], 4), normal([batch, units], 5)];
    const step = (training: boolean) => made.call([normal([batch, features], 6), ...state], {training})[0];
    expect(await distance(step(true), step(true))).toBeGreaterThan(1e-3);
    await expectClose(step(false), step(false), 1e-9);
    expect(made.masks.calls).toBe(2);
  });
});

test.each(models)(
  '$id: dropoutFunc makes the masks, of the input and of h, in training alone',
  async ({layer}) => {
    const [batch, features, units] = [2, 3, 4];
    const dropoutFunc = jest.fn((ones: Tensor, rate: number) => tfc.mul(ones, 2 * rate));
    const made = layer({units, seed: 1, dropout: 0.25, recurrentDropout: 0.75, dropoutFunc});
    const x = normal([batch, 5, features], 1);
    made.apply(x);
    expect(dropoutFunc).not.toHaveBeenCalled();
    const y = made.apply(x, {training: true}) as Tensor;
    expect(dropoutFunc.mock.calls.map(([ones, rate]) => [ones.shape, rate])).toEqual([
      ...Array.from({length: 4}, () => [[batch, features], 0.25]),
      ...Array.from({length: 4}, () => [[batch, units], 0.75]),
    ]);
    // A mask of 0.5 on x is half of x, one of 1.5 on h another recurrent product.
    const same = layer({units, seed: 1, dropout: 0.25, recurrentDropout: 0.75, dropoutFunc: (ones) => ones});
    same.build([null, null, features]);
    same.setWeights(made.getWeights());
    expect(await y.array()).not.toEqual(await (same.apply(x, {training: true}) as Tensor).array());
    expect(made.getConfig()).not.toHaveProperty('dropoutFunc');
  },
);
