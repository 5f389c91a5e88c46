import {appendFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {UserError} from '../userError.js';
import {writeAtomically} from './writeAtomically.js';

/** A line of `metrics.jsonl` about training: means over the updates since the line before. */
export interface TrainingLine {
  kind: 'train';
  update: number;
  /** Passes over the text, with a fraction. */
  epoch: number;
  /** Training loss in bits per character. */
  bitsPerCharacter: number;
  /** Seconds spent in updates so far. */
  seconds: number;
  /** Global norm of the gradient before clipping. */
  gradientNorm: number;
  /** Share of the updates whose gradient was clipped. */
  clipped: number;
  charactersPerSecond: number;
  /** Of the seconds since the line before, those that went into making batches; absent in files of earlier versions. */
  dataSeconds?: number;
}

/** A line of `metrics.jsonl` about the validation text. */
export interface ValidationLine {
  kind: 'validation';
  update: number;
  epoch: number;
  bitsPerCharacter: number;
  /** Seconds spent in updates so far. */
  seconds: number;
  /** Over how many characters the mean ran. */
  characters: number;
}

/** One line of `metrics.jsonl`. */
export type MetricsLine = TrainingLine | ValidationLine;

/** A run's measurements, one JSON object a line. */
export class MetricsFile<Line extends {update: number} = MetricsLine> {
  readonly file: string;

  constructor(runFolder: string) {
    this.file = join(runFolder, 'metrics.jsonl');
  }

  /** Adds a line. One write call, so that a crash leaves whole lines and at most one torn one at the end. */
  append(line: Line): void {
    appendFileSync(this.file, JSON.stringify(line) + '\n');
  }

  /**
   * All whole lines; none when there is no file. A torn last line, as a crash leaves it, is left out.
   *
   * @throws {UserError} when another line is damaged.
   */
  async read(): Promise<Line[]> {
    let content: string;
    try {
      content = await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const whole = content.slice(0, content.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .slice(0, -1)
      .map((line, index) => this.parse(line, index + 1));
  }

  /** Drops what was measured after an update, because a resumed run will measure it again. */
  async truncateAfter(update: number): Promise<void> {
    const lines = (await this.read()).filter((line) => line.update <= update);
    await writeAtomically(this.file, lines.map((line) => JSON.stringify(line) + '\n').join(''));
  }

  private parse(line: string, number: number): Line {
    try {
      return JSON.parse(line) as Line;
    } catch {
      throw new UserError(`${this.file}: line ${number} is damaged: ${line.slice(0, 40)}`);
    }
  }
}
