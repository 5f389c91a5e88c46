/** Where a command writes; a test puts its own in. */
export interface CommandStreams {
  /** Results. */
  stdout: NodeJS.WritableStream;
  /** Progress, warnings and errors. */
  stderr: NodeJS.WriteStream;
}

/** What a command knows beside its options. */
export interface CommandContext extends CommandStreams {
  /** The whole command line, without the names of node and of the program. */
  args: readonly string[];
}

/** A line of result. */
export function printLine({stdout}: CommandContext, text: string): void {
  stdout.write(text + '\n');
}

/** A line beside the results. */
export function note({stderr}: CommandContext, text: string): void {
  stderr.write(text + '\n');
}
