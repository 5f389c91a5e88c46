import {formatDuration} from '../progress/formatDuration.js';
import type {RunState, SweepBoard} from './sweepBoard.js';

const words: Record<RunState['phase'], string> = {
  due: 'due',
  begun: 'starting',
  locked: 'waits: another process has its folder',
  training: 'training',
  stopped: 'stopped, saved',
  finished: 'finished',
  failed: 'failed',
};

/** Which runs a small terminal shows first. */
const urgency: ReadonlyArray<RunState['phase']> = [
  'training',
  'begun',
  'locked',
  'stopped',
  'failed',
  'due',
  'finished',
];

/** A run's state in words: `training · update 120/400 · 2.310 bits per character · 8 s left`. */
export function stateWords({run, phase, update, total, loss, ...state}: RunState): string {
  const {validation, secondsLeft, message} = state;
  const {digits, unit} = run.task.measure;
  const isUnderWay = phase === 'training' || phase === 'stopped';
  return [
    words[phase],
    ...(isUnderWay && update !== undefined ? [`update ${update}/${total}`] : []),
    ...(isUnderWay && loss !== undefined ? [`${loss.toFixed(digits)} ${unit}`] : []),
    ...(validation === undefined ? [] : [`validation ${validation.toFixed(digits)}`]),
    ...(phase === 'training' && secondsLeft !== undefined ? [`${formatDuration(secondsLeft)} left`] : []),
    ...(message === undefined ? [] : [message.split('\n')[0]]),
  ].join(' · ');
}

/** The sweep in one line: `3 of 30 finished · best normProp-…: 2.310 · 12 min left`. */
export function summaryLine(board: SweepBoard): string {
  const best = board.best();
  const left = board.secondsLeft();
  const failed = board.count('failed');
  return [
    `${board.count('finished')} of ${board.states.length} finished`,
    ...(failed ? [`${failed} failed`] : []),
    ...(best ? [`best ${best.run.name}: ${best.validation!.toFixed(best.run.task.measure.digits)}`] : []),
    ...(left === undefined || left === 0 ? [] : [`${formatDuration(left)} left`]),
  ].join(' · ');
}

/**
 * The overview of a sweep: one line a run and the summary, cut to a terminal's size. Where not all runs fit, the busy
 * ones come first.
 */
export function overviewLines(board: SweepBoard, {rows, columns}: {rows: number; columns: number}): string[] {
  const room = Math.max(1, rows - 2);
  const {states} = board;
  const shown =
    states.length <= room
      ? states
      : [...states]
          .sort((one, other) => urgency.indexOf(one.phase) - urgency.indexOf(other.phase))
          .slice(0, room - 1);
  const width = Math.max(...shown.map(({run}) => run.name.length));
  const lines = shown.map((state) => `${state.run.name.padEnd(width)}  ${stateWords(state)}`);
  if (shown.length < states.length) lines.push(`… and ${states.length - shown.length} more`);
  lines.push(summaryLine(board));
  return lines.map((line) => (line.length < columns ? line : line.slice(0, columns - 2) + '…'));
}
