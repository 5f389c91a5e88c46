import type {RunConfig} from '../config/runConfig.js';
import type {RunStatus} from '../progress/trainingProgress.js';

/** Threads that share large work; `auto`: as many as are measured to be faster. */
export type Threads = number | 'auto';

/** What a trainer process is asked to do. */
export interface TrainerTask {
  /** The task. */
  kind: string;
  config: RunConfig;
  /** The run folder. */
  folder: string;
}

/** The same on this machine. */
export interface TrainerStart extends TrainerTask {
  threads: Threads;
}

/** How a trainer process ended. */
export type TrainerOutcome =
  | {kind: 'finished'; validation: number}
  | {kind: 'failed'; message: string}
  | {kind: 'stopped'; update: number};

/** What a trainer process says. */
export type TrainerMessage =
  | TrainerOutcome
  | {kind: 'waiting'}
  | {kind: 'status'; status: RunStatus}
  | {kind: 'warning'; message: string};
