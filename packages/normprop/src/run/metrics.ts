import {appendFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {diskReason} from './diskTrouble.js';
import {UserError} from '../userError.js';
import {writeAtomically} from './writeAtomically.js';

/** One line of `metrics.jsonl`, whatever it measures. */
export interface RunLine {
  kind: string;
  update: number;
  /** Passes over the data, with a fraction. */
  epoch: number;
}

/** A run's measurements, one JSON object a line. */
export class MetricsFile<Line extends {update: number} = RunLine> {
  readonly file: string;

  constructor(runFolder: string) {
    this.file = join(runFolder, 'metrics.jsonl');
  }

  /**
   * Adds a line. One write call, so that a crash leaves whole lines and at most one torn one at the end.
   *
   * @throws {UserError} when the disk refuses.
   */
  append(line: Line): void {
    try {
      appendFileSync(this.file, JSON.stringify(line) + '\n');
    } catch (error) {
      const reason = diskReason(error);
      if (reason === undefined) throw error;
      throw new UserError(
        `${this.file}: the line of update ${line.update} was not written: ${reason}.\n` +
          'The checkpoints are untouched; make room, then add --resume.',
      );
    }
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
