import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type {SequenceArgs} from '../src/index.js';
import {copyWeights, distance, expectClose, models, normal, randomize, sizes} from './models.js';

const {batch, timeSteps, features, units} = sizes;

describe.each(models)('$id: one sequence op gives what the loop of tfjs gives', ({id, layer, cell}) => {
  // tf.layers.rnn runs the cell step by step with tfjs's own code for masks, direction and states.
  const pair = ({outputScale, kind, ...args}: SequenceArgs & {outputScale?: number; kind?: 'preserving'}) => {
    const own = {outputScale, cell: kind, ...(id === 'normProp' && {varianceMethod: 'paper' as const})};
    const sequence = layer({units, seed: 5, ...own, ...args});
    const loop = tfl.layers.rnn({cell: cell({units, ...own}), ...args});
    const shape = args.stateful ? [batch, timeSteps, features] : [null, timeSteps, features];
    sequence.build(shape);
    loop.build(shape);
    randomize(sequence);
    copyWeights(sequence, loop);
    return [sequence, loop];
  };
  const x = () => normal([batch, timeSteps, features], 1);
  const mask = () => tfc.tensor2d([1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0], [batch, timeSteps], 'bool');

  test.each<[string, SequenceArgs, boolean]>([
    ['last output', {}, false],
    ['returnSequences', {returnSequences: true}, false],
    ['returnState', {returnState: true}, false],
    ['goBackwards', {goBackwards: true, returnSequences: true, returnState: true}, false],
    ['mask', {returnState: true}, true],
    ['mask with returnSequences', {returnSequences: true, returnState: true}, true],
    ['mask with goBackwards', {returnSequences: true, returnState: true, goBackwards: true}, true],
  ])('%s', async (_, args, masked) => {
    const [got, want] = pair(args).map((l) => {
      const out = l.call(x(), {mask: masked ? mask() : null}) as Tensor | Tensor[];
      return Array.isArray(out) ? out : [out];
    });
    expect(got).toHaveLength(want.length);
    for (const [i, tensor] of got.entries()) {
      await expectClose(tensor, want[i]);
    }
  });

  test.each<[string, SequenceArgs, boolean]>([
    ['last output', {}, false],
    ['every output and a mask', {returnSequences: true}, true],
    ['states', {returnState: true}, false],
  ])('outputScale: what follows sees s·h, the recurrence h (%s)', async (_, args, masked) => {
    const outputs = ([sequence, loop]: tfl.layers.Layer[]) =>
      [sequence, loop].map((l) => [l.call(x(), {mask: masked ? mask() : null})].flat());
    const [[plain, ...states]] = outputs(pair(args));
    const [[got, ...gotStates], [inLoop, ...loopStates]] = outputs(pair({...args, outputScale: 3}));
    await expectClose(got, tfc.mul(plain, 3));
    await expectClose(inLoop, tfc.mul(plain, 3));
    for (const [i, state] of states.entries()) {
      await expectClose(gotStates[i], state);
      // a lone cell keeps h as s·h
      await expectClose(loopStates[i], i === 0 ? tfc.mul(state, 3) : state);
    }
  });

  test('the preserving cell is another recurrence, the same in loop and sequence', async () => {
    const args = {returnSequences: true};
    const [sequence, loop] = pair({...args, kind: 'preserving'});
    const got = sequence.call(x(), {mask: mask()}) as Tensor;
    await expectClose(got, loop.call(x(), {mask: mask()}) as Tensor);
    const [standard] = pair(args);
    expect(await distance(got, standard.call(x(), {mask: mask()}) as Tensor)).toBeGreaterThan(0.01);
    expect(sequence.getConfig()).toMatchObject({cell: 'preserving'});
  });

  test('outputScale is stateful too', async () => {
    const [sequence, loop] = pair({stateful: true, outputScale: 0.5});
    for (const piece of [x(), normal([batch, timeSteps, features], 2)]) {
      await expectClose(sequence.call(piece, {}) as Tensor, loop.call(piece, {}) as Tensor);
    }
  });

  test('an initial state that is given', async () => {
    const initialState = [normal([batch, units], 7), normal([batch, units], 8)];
    const [sequence, loop] = pair({returnSequences: true});
    const got = sequence.call(x(), {initialState}) as Tensor;
    await expectClose(got, loop.call(x(), {initialState}) as Tensor);
    const without = sequence.call(x(), {}) as Tensor;
    expect(await distance(got, without)).toBeGreaterThan(0.01);
    const zeros = [tfc.zeros([batch, units]), tfc.zeros([batch, units])];
    await expectClose(sequence.call(x(), {initialState: zeros}) as Tensor, without, 1e-9);
    expect(() => sequence.call(x(), {initialState: initialState.slice(1)})).toThrow(
      /initialState: expected h and c of layer \w+, got 1 tensors/,
    );
  });

  test('stateful: a sequence in two pieces is the sequence, until resetStates', async () => {
    const [sequence, loop] = pair({stateful: true, returnSequences: true});
    const pieces = [x(), normal([batch, timeSteps, features], 2)];
    const got = pieces.map((piece) => sequence.call(piece, {}) as Tensor);
    for (const [i, piece] of pieces.entries()) {
      await expectClose(got[i], loop.call(piece, {}) as Tensor);
    }

    const whole = layer({units, returnSequences: true});
    whole.build([null, 2 * timeSteps, features]);
    copyWeights(sequence, whole);
    await expectClose(tfc.concat(got, 1), whole.call(tfc.concat(pieces, 1), {}) as Tensor);

    sequence.resetStates();
    await expectClose(sequence.call(pieces[0], {}) as Tensor, got[0]);
    const state = [normal([batch, units], 3), normal([batch, units], 4)];
    sequence.resetStates(state);
    await expectClose(
      sequence.call(pieces[0], {}) as Tensor,
      whole.call(pieces[0], {initialState: state}) as Tensor,
    );
  });

  test('training: outputs and the gradients of all weights and of x', async () => {
    const [sequence, loop] = pair({returnSequences: true});
    const input = x();
    const weights = normal([batch, timeSteps, units], 5);
    const gradients = (l: tfl.layers.Layer) => {
      const variables = l.trainableWeights.map((weight) => weight.read() as tfc.Variable);
      const loss = () => tfc.sum(tfc.mul(l.call(input, {training: true}) as Tensor, weights)) as tfc.Scalar;
      const {value, grads} = tfc.variableGrads(loss, variables);
      const dx = tfc.grad((v) => tfc.sum(tfc.mul(l.call(v, {training: true}) as Tensor, weights)))(input);
      return [value, dx, ...variables.map((variable) => grads[variable.name])];
    };
    const [got, want] = [gradients(sequence), gradients(loop)];
    expect(got.length).toBe(want.length);
    // sums of 90 float32 products, in another order
    for (const [i, tensor] of got.entries()) {
      const size = Math.max(1, (await tfc.max(tfc.abs(want[i])).data())[0]);
      await expectClose(tensor, want[i], 3e-5 * size);
    }
  });

  test('the mask of an embedding', async () => {
    const input = tfl.input({shape: [null]});
    const ids = tfl.layers.embedding({inputDim: 7, outputDim: features, maskZero: true}).apply(input);
    const output = layer({units, seed: 1}).apply(ids) as tfl.SymbolicTensor;
    const model = tfl.model({inputs: input, outputs: output});
    const short = model.predict(tfc.tensor2d([3, 5, 1, 2], [2, 2])) as Tensor;
    await expectClose(model.predict(tfc.tensor2d([3, 5, 0, 0, 1, 2, 0, 0], [2, 4])) as Tensor, short);
    await expectClose(model.predict(tfc.tensor2d([0, 3, 5, 0, 1, 2], [2, 3])) as Tensor, short);
  });

  test('one time step, a batch of one', async () => {
    const [sequence, loop] = pair({});
    const one = normal([1, 1, features], 6);
    await expectClose(sequence.call(one, {}) as Tensor, loop.call(one, {}) as Tensor);
  });

  test('NaN in gives NaN out', async () => {
    const [sequence] = pair({});
    const out = sequence.call(tfc.fill([batch, timeSteps, features], NaN), {}) as Tensor;
    expect(Array.from(await out.data()).every(Number.isNaN)).toBe(true);
  });
});
