/** How many threads take part in a piece of work. */
export interface ThreadChoice {
  /** The most that may take part, the caller's included. */
  readonly most: number;
  /** Whether work goes on with one thread where others cannot be started or were lost; else that is an error. */
  readonly isOptional: boolean;
  /** Threads for the next piece of work of a kind and a size in multiply-adds. */
  pick(kind: string, multiplyAdds: number): number;
  /** What it took with that many threads. */
  tell(kind: string, multiplyAdds: number, threads: number, ms: number): void;
}

/** Always the same number. */
export function fixedThreads(most: number): ThreadChoice {
  return {most, isOptional: false, pick: () => most, tell: () => {}};
}

/** Runs work with as many threads as the choice says, and tells it what that took. */
export function withThreads<T>(
  choice: ThreadChoice,
  kind: string,
  multiplyAdds: number,
  run: (threads: number) => T,
): T {
  const threads = choice.pick(kind, multiplyAdds);
  const start = performance.now();
  const result = run(threads);
  choice.tell(kind, multiplyAdds, threads, performance.now() - start);
  return result;
}
