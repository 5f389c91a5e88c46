import {constants} from 'node:os';
import {UserError} from '../userError.js';

/** What a process ends with that a signal stopped, as shells count: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP. */
export function exitCodeAfter(signal: unknown): number {
  return 128 + (constants.signals[signal as NodeJS.Signals] ?? constants.signals.SIGINT);
}

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
    super(`Stopped at update ${update}; everything is saved in ${folder}.`, exitCodeAfter(reason));
    this.name = 'Interrupted';
  }
}
