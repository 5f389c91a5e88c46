import {reverse, stack, tidy, unstack} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmStep, prepareWeights} from 'normprop-core';
import type {LSTMModelOptions, LSTMSequenceResult, LSTMWeights} from 'normprop-core';

/** What `steppedSequence` takes of `lstmSequence`'s options: those of inference. */
export interface SteppedOptions extends LSTMModelOptions {
  initialState: [hidden: Tensor2D, cell: Tensor2D];
  mask?: Tensor2D;
  goBackwards?: boolean;
  zoneoutCell?: number;
  zoneoutHidden?: number;
}

/** As `lstmSequence`'s result, in the order of computation. */
export type SteppedResult = LSTMSequenceResult & {
  /** c_t for every step [T,B,H], which `lstmSequence` keeps to itself. */
  cells: Tensor3D;
  /** The mask [T,B] in the order of computation. */
  mask?: Tensor2D;
};

/** `lstmSequence` at inference, one `lstmStep` after the other, so that every c can be seen. */
export function steppedSequence(
  x: Tensor3D,
  weights: LSTMWeights,
  {initialState, mask: given, goBackwards = false, zoneoutCell, zoneoutHidden, ...model}: SteppedOptions,
): SteppedResult {
  return tidy(() => {
    const prepared = prepareWeights(weights, model);
    const mask = given && goBackwards ? reverse(given, 0) : given;
    const masks = mask && (unstack(mask) as Tensor1D[]);
    const steps = unstack(goBackwards ? reverse(x, 0) : x) as Tensor2D[];
    let [hidden, cell] = initialState;
    const states = steps.map((step, t) => {
      const options = {zoneoutCell, zoneoutHidden, ...(masks && {mask: masks[t]})};
      ({hidden, cell} = lstmStep(step, [hidden, cell], prepared, options));
      return {hidden, cell};
    });
    return {
      outputs: stack(states.map((state) => state.hidden)) as Tensor3D,
      cells: stack(states.map((state) => state.cell)) as Tensor3D,
      hidden,
      cell,
      ...(mask && {mask}),
    };
  });
}
