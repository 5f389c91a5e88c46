import type {RunConfig} from '../config/runConfig.js';
import type {RunStatus} from '../progress/trainingProgress.js';

/** What a trainer process is asked to do. */
export interface TrainerTask {
  /** The task. */
  kind: string;
  config: RunConfig;
  /** The run folder. */
  folder: string;
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
