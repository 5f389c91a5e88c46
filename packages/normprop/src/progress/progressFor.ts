import {barProgress} from './barProgress.js';
import {lineProgress} from './lineProgress.js';
import type {TrainingProgress} from './trainingProgress.js';

/** A bar when the stream is a terminal, plain lines when it is a pipe or a file. */
export function progressFor(stream: NodeJS.WriteStream): TrainingProgress {
  return stream.isTTY ? barProgress(stream) : lineProgress((line) => stream.write(line + '\n'));
}
