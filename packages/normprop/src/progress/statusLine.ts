import {formatCount} from './formatCount.js';
import {formatDuration} from './formatDuration.js';
import type {RunStatus} from './trainingProgress.js';

/** The figures of a status, as the bar and the plain lines show them. */
export function statusFigures(status: RunStatus): string {
  const {loss, validation, itemsPerSecond, measure} = status;
  return [
    `${loss.toFixed(measure.digits)} ${measure.unit}`,
    ...(validation === undefined ? [] : [`validation ${validation.toFixed(measure.digits)}`]),
    `${formatCount(itemsPerSecond)} ${measure.items}/s`,
    ...left(status),
  ].join(' · ');
}

function left({update, total, secondsLeft}: RunStatus): string[] {
  if (update >= total) return ['done'];
  return secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft)} left`];
}

/** A status as one plain line: `Norm Prop: update 500/2000 · 2.310 bits per character · …`. */
export function statusLine(status: RunStatus): string {
  return `${status.label}: update ${status.update}/${status.total} · ${statusFigures(status)}`;
}
