/** Where a command writes, and what stops it; a test puts its own in. */
export interface CommandContext {
  /** Results. */
  stdout: NodeJS.WritableStream;
  /** Progress, warnings and errors. */
  stderr: NodeJS.WriteStream;
}

/** A line of result. */
export function printLine({stdout}: CommandContext, text: string): void {
  stdout.write(text + '\n');
}

/** A line beside the results. */
export function note({stderr}: CommandContext, text: string): void {
  stderr.write(text + '\n');
}
