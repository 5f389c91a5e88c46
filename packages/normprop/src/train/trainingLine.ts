import type {TrainingLine} from '../run/metrics.js';
import {nothingSinceLog} from './trainingPosition.js';
import type {TrainingSession} from './trainingSession.js';

/** The line of metrics for the updates since the line before; begins new sums. */
export function takeTrainingLine({config, plan, position}: TrainingSession): TrainingLine {
  const {updates, loss, gradientNorm, clipped, seconds, dataSeconds} = position.sinceLog;
  position.sinceLog = nothingSinceLog();
  return {
    kind: 'train',
    update: position.update,
    epoch: plan.epochsDone(position),
    bitsPerCharacter: loss / updates / Math.LN2,
    seconds: position.seconds,
    gradientNorm: gradientNorm / updates,
    clipped: clipped / updates,
    charactersPerSecond: (updates * config.batch * config.length) / seconds,
    dataSeconds,
  };
}
