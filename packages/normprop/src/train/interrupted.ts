import {UserError} from '../userError.js';

/** Training was stopped by Ctrl-C or a signal, after a checkpoint was written. */
export class Interrupted extends UserError {
  constructor(
    /** Updates done and saved. */
    readonly update: number,
    /** The run's folder. */
    readonly folder: string,
    /** What stopped it: the name of a signal. */
    reason: unknown,
  ) {
    const code = reason === 'SIGTERM' ? 143 : 130;
    super(`Stopped at update ${update}; everything is saved in ${folder}.`, code);
    this.name = 'Interrupted';
  }
}
