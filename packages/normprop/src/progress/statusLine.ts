import {formatCount} from './formatCount.js';
import {formatDuration} from './formatDuration.js';
import type {AnyStatus, TrainingStatus} from './trainingProgress.js';

/** The figures of a status, as the bar and the plain lines show them. */
export function statusFigures(status: AnyStatus): string {
  return [
    ...('figures' in status ? status.figures : characterFigures(status)),
    status.update >= status.total ? 'done' : `${formatDuration(status.secondsLeft)} left`,
  ].join(' · ');
}

function characterFigures(status: TrainingStatus): string[] {
  const {validationBitsPerCharacter: validation} = status;
  return [
    `${status.bitsPerCharacter.toFixed(3)} bits per character`,
    ...(validation === undefined ? [] : [`validation ${validation.toFixed(3)}`]),
    `${formatCount(status.charactersPerSecond)} characters/s`,
  ];
}

/** A status as one plain line: `Norm Prop: update 500/2000 · 2.310 bits per character · …`. */
export function statusLine(status: AnyStatus): string {
  return `${status.label}: update ${status.update}/${status.total} · ${statusFigures(status)}`;
}
