import type {CharlmConfig} from '../config/charlmConfig.js';
import type {TrainingStatus} from '../progress/trainingProgress.js';

/** What a trainer process is asked to do. */
export interface TrainerTask {
  config: CharlmConfig;
  /** The run folder. */
  folder: string;
}

/** How a trainer process ended. */
export type TrainerOutcome =
  | {kind: 'finished'; bitsPerCharacter: number}
  | {kind: 'failed'; message: string}
  | {kind: 'stopped'; update: number};

/** What a trainer process says. */
export type TrainerMessage =
  | TrainerOutcome
  | {kind: 'waiting'}
  | {kind: 'status'; status: TrainingStatus}
  | {kind: 'warning'; message: string};
