import type {SymbolStream} from '../text/vocabulary.js';
import type {SequenceBatch, SequenceBatches} from './sequenceBatch.js';

/** Where a batch's rows start in the stream, and how long they are. */
export interface BatchPlan {
  starts: readonly number[] | Uint32Array;
  timeSteps: number;
  carriesState: boolean;
}

/** {@link SequenceBatches} over a stream, given where each batch's rows start. */
export function batchesOf(
  stream: SymbolStream,
  {count, targetCount, plan}: {count: number; targetCount: number; plan: (index: number) => BatchPlan},
): SequenceBatches {
  const at = (index: number): SequenceBatch => {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new Error(`index: expected an integer in [0, ${count}), got ${index}`);
    }
    const {starts, timeSteps, carriesState} = plan(index);
    const inputs = new Int32Array(starts.length * timeSteps);
    const targets = new Int32Array(starts.length * timeSteps);
    for (let row = 0; row < starts.length; row++) {
      inputs.set(stream.subarray(starts[row], starts[row] + timeSteps), row * timeSteps);
      targets.set(stream.subarray(starts[row] + 1, starts[row] + 1 + timeSteps), row * timeSteps);
    }
    return {index, batch: starts.length, timeSteps, inputs, targets, carriesState};
  };
  const from = (start: number): Iterable<SequenceBatch> => {
    if (!Number.isInteger(start) || start < 0 || start > count) {
      throw new Error(`start: expected an integer in [0, ${count}], got ${start}`);
    }
    return {
      *[Symbol.iterator]() {
        for (let index = start; index < count; index++) yield at(index);
      },
    };
  };
  return {count, targetCount, at, from, [Symbol.iterator]: () => from(0)[Symbol.iterator]()};
}
