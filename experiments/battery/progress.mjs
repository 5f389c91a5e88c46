import {labelOf} from './pool.mjs';

/**
 * Shows how far a battery is: one line that is written over on a terminal, else one line for each run that ends.
 *
 * The time left is that of the runs to come, each taken as long as its task's runs took until now, divided by the number of processes.
 */
export class Progress {
  constructor({jobs, out = process.stderr}) {
    Object.assign(this, {jobs, out});
    this.seconds = new Map();
    this.shares = new Map();
    this.started = new Map();
    this.finished = 0;
  }

  start(run) {
    this.started.set(run.key, Date.now());
  }

  moved(run, share) {
    this.shares.set(run.key, share);
    if (this.out.isTTY) this.draw(labelOf(run));
  }

  ended(run, result, left) {
    const seconds = (Date.now() - this.started.get(run.key)) / 1000;
    this.seconds.set(run.task, [...(this.seconds.get(run.task) ?? []), seconds]);
    this.shares.delete(run.key);
    this.finished++;
    this.left = left;
    const line = `${labelOf(run)}: ${result.best ?? 'diverged'}`;
    if (this.out.isTTY) this.draw(line);
    else this.out.write(`${this.head()} ${line} (${seconds.toFixed(0)} s)\n`);
  }

  head() {
    const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
    const all = [...this.seconds.values()].flat();
    if (all.length === 0) return 'first runs';
    const {byTask} = this.left;
    let seconds = 0;
    let count = 0;
    for (const [task, runs] of byTask) {
      const known = this.seconds.get(task);
      seconds += runs * mean(known ?? all);
      count += runs;
    }
    const minutes = seconds / this.jobs / 60;
    return `[${this.finished} done, ${count} to go, about ${minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0)} min]`;
  }

  draw(line) {
    const running = [...this.shares.values()].map((share) => `${Math.round(100 * share)} %`).join(' ');
    const text = `${this.head()} ${line} ${running}`;
    this.out.write(`\r${text.slice(0, (this.out.columns ?? 100) - 1)}\x1b[K`);
  }

  close() {
    if (this.out.isTTY) this.out.write('\n');
  }
}
