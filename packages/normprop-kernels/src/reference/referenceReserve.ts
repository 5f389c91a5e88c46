import type {RunnableReserve, SequenceSizes} from '../contract/kernels.js';
import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {plainArgs, plainGradients, plainOutputGradient} from './plainArgs.js';
import {referenceBackward} from './referenceBackward.js';
import type {StepRecord} from './stepRecord.js';

/** The steps of one forward call of the reference. Keeps the arguments' arrays, which must not change until backward. */
export class ReferenceReserve implements RunnableReserve {
  /** No kernel memory. */
  readonly bytes = 0;
  readonly sizes: SequenceSizes;
  readonly #args: LSTMForwardArgs;
  #records: StepRecord[] | undefined;

  constructor(args: LSTMForwardArgs, records: StepRecord[]) {
    this.#args = args;
    this.sizes = {...args, hasCellPenalty: args.cellPenalty !== undefined};
    this.#records = records;
  }

  backward(gradients: LSTMBackwardArgs): LSTMGradients {
    if (this.#records === undefined)
      throw new Error('reserve: used up by an earlier lstmBackward, or disposed');
    const args = this.#args;
    const result = referenceBackward(plainArgs(args), this.#records, plainOutputGradient(args, gradients));
    this.dispose();
    return plainGradients(args, result);
  }

  dispose(): void {
    this.#records = undefined;
  }
}
