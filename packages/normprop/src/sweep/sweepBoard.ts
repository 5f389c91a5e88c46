import type {TrainerMessage} from './trainerMessages.js';
import type {SweepRun} from './sweepRuns.js';

/** Where one run of a sweep stands. */
export interface RunState {
  run: SweepRun;
  /** `locked`: another process trains in its folder. */
  phase: 'due' | 'begun' | 'locked' | 'training' | 'stopped' | 'finished' | 'failed';
  update?: number;
  total?: number;
  /** Training loss, a running mean. */
  loss?: number;
  /** The last measurement on the validation data. */
  validation?: number;
  secondsLeft?: number;
  /** Why it failed. */
  message?: string;
}

/** Where a sweep stands: the state of each run, and what follows from them. */
export class SweepBoard {
  readonly states: readonly RunState[];
  private readonly byName: ReadonlyMap<string, RunState>;
  /** Seconds of whole runs, by variant, for the estimate of those to come. */
  private readonly begunAt = new Map<string, {milliseconds: number; update: number}>();
  private readonly secondsPerUpdate = new Map<string, number>();

  /** @param now Milliseconds; a test puts its own clock in. */
  constructor(
    runs: readonly SweepRun[],
    /** How many train at a time; for the time that is left. */
    readonly jobs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.states = runs.map((run) => ({run, phase: 'due'}));
    this.byName = new Map(this.states.map((state) => [state.run.name, state]));
  }

  /** Changes a run's state. */
  set(name: string, change: Partial<Omit<RunState, 'run'>>): RunState {
    return Object.assign(this.byName.get(name)!, change);
  }

  /** Takes in what a run's process, here or on another machine, said. */
  take(name: string, message: TrainerMessage): void {
    if (message.kind === 'waiting') this.set(name, {phase: 'locked'});
    if (message.kind === 'finished')
      this.set(name, {phase: 'finished', validation: message.validation, secondsLeft: 0});
    if (message.kind === 'failed') this.set(name, {phase: 'failed', message: message.message});
    if (message.kind === 'stopped') this.set(name, {phase: 'stopped'});
    if (message.kind !== 'status') return;
    const {update, total, loss, secondsLeft} = message.status;
    const validation = message.status.validation ?? this.byName.get(name)!.validation;
    this.set(name, {phase: 'training', update, total, loss, validation, secondsLeft});
    this.measureSpeed(name, update);
  }

  /** How many runs are in a phase. */
  count(...phases: Array<RunState['phase']>): number {
    return this.states.filter(({phase}) => phases.includes(phase)).length;
  }

  /** The finished run with the lowest validation figure. */
  best(): RunState | undefined {
    return this.states
      .filter(({phase}) => phase === 'finished')
      .reduce<RunState | undefined>(
        (best, state) => (best === undefined || state.validation! < best.validation! ? state : best),
        undefined,
      );
  }

  /** Seconds until the sweep ends, from the speed of the runs so far; nothing before the first update. */
  secondsLeft(): number | undefined {
    const speeds = [...this.secondsPerUpdate.values()];
    if (!speeds.length) return undefined;
    const usual = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
    const totals = this.states.flatMap(({total}) => total ?? []);
    const usualTotal = totals.reduce((sum, total) => sum + total, 0) / totals.length;
    const work = this.states
      .filter(({phase}) => phase !== 'finished' && phase !== 'failed')
      .map(({run, update = 0, total, secondsLeft}) => {
        if (secondsLeft !== undefined) return secondsLeft;
        const speed = this.secondsPerUpdate.get(run.variant) ?? usual;
        return speed * ((total ?? run.config.updates ?? usualTotal) - update);
      });
    if (!work.length) return 0;
    const sum = work.reduce((total, seconds) => total + seconds, 0);
    return Math.max(sum / this.jobs, ...work);
  }

  private measureSpeed(name: string, update: number): void {
    const begun = this.begunAt.get(name);
    if (!begun || update < begun.update)
      this.begunAt.set(name, {milliseconds: this.now(), update}); // a process that went on from a checkpoint
    else if (update > begun.update)
      this.secondsPerUpdate.set(
        this.byName.get(name)!.run.variant,
        (this.now() - begun.milliseconds) / 1000 / (update - begun.update),
      );
  }
}
