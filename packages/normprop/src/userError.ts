/**
 * A mistake that the person at the keyboard can mend: the command line prints its message alone, without a
 * stack, and ends with `exitCode`.
 */
export class UserError extends Error {
  /** What the process ends with: 1 for a failed run, 2 for wrong arguments, 130 after Ctrl-C. */
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
