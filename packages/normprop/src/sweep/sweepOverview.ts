import {overviewLines, stateWords, summaryLine} from './overviewLines.js';
import type {RunState, SweepBoard} from './sweepBoard.js';

/** Shows a sweep to people. */
export interface SweepOverview {
  /** Something has changed. */
  show(): void;
  /** A line beside the overview. */
  note(text: string): void;
  /** Ends the display, leaving its last state readable. */
  finish(): void;
}

/** The overview for a stream: drawn over itself in a terminal, plain lines in a pipe or a file. */
export function sweepOverview(board: SweepBoard, stream: NodeJS.WriteStream): SweepOverview {
  return stream.isTTY
    ? screenOverview(board, stream)
    : lineOverview(board, (line) => stream.write(line + '\n'));
}

/** One line a run, drawn over itself twice a second. */
export function screenOverview(board: SweepBoard, stream: NodeJS.WriteStream): SweepOverview {
  let drawn = 0;
  const draw = (above = ''): void => {
    const lines = overviewLines(board, {rows: stream.rows || 24, columns: stream.columns || 80});
    const clear = drawn ? `\x1b[${drawn}A\x1b[J` : '';
    stream.write(clear + above + lines.join('\n') + '\n');
    drawn = lines.length;
  };
  draw();
  const timer = setInterval(draw, 500);
  return {
    show: () => undefined, // the next drawing has it
    note: (text) => draw(text + '\n'),
    finish() {
      clearInterval(timer);
      draw();
    },
  };
}

/**
 * A line whenever a run begins, ends or waits, and the summary every half minute.
 *
 * @param write Takes a line, without its end.
 */
export function lineOverview(
  board: SweepBoard,
  write: (line: string) => void,
  everySeconds = 30,
): SweepOverview {
  const told = new Map<RunState, RunState['phase']>(board.states.map((state) => [state, 'due']));
  const tell = (): void => {
    for (const state of board.states) {
      if (told.get(state) === state.phase) continue;
      told.set(state, state.phase);
      if (state.phase !== 'begun') write(`${state.run.name}: ${stateWords(state)}`);
    }
  };
  const summarize = (): void => write(summaryLine(board));
  const timer = setInterval(summarize, everySeconds * 1000);
  return {
    show: tell,
    note: write,
    finish() {
      clearInterval(timer);
      tell();
      summarize();
    },
  };
}
