/** Is told how an installation goes. */
export interface StepTeller {
  begin: (what: string) => void;
  /** A line that a program of the current step wrote. */
  line: (text: string) => void;
  done: (result: string) => void;
}

/** How often a step that says nothing is heard of. */
const patience = 15_000;

/**
 * Writes a line when a step begins and one when it is done; of what its programs write, the lines worth seeing, and after
 * some quiet that it still works.
 *
 * @param write Writes a line.
 */
export function stepLines(write: (line: string) => void, now: () => number = Date.now): StepTeller {
  let began = now();
  let timer: NodeJS.Timeout | undefined;
  const seconds = (): string => `${Math.round((now() - began) / 1000)} s`;
  return {
    begin(what) {
      began = now();
      clearInterval(timer);
      timer = setInterval(() => write(`    still at it (${seconds()}) …`), patience);
      timer.unref();
      write(`- ${what} …`);
    },
    line(text) {
      if (/^\s*(Downloading|Collecting|Installing|Processing|Using cached|added \d)/.test(text))
        write(`    ${text.trim().slice(0, 160)}`);
    },
    done(result) {
      clearInterval(timer);
      write(`    ${result} (${seconds()})`);
    },
  };
}
