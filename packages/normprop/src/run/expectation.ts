import {formatCount} from '../progress/formatCount.js';
import {formatDuration} from '../progress/formatDuration.js';
import type {Session} from './session.js';

/** What a run will take, as people are told before and shortly after it begins. */
export interface Expectation {
  label: string;
  /** Numbers that are trained. */
  parameters: number;
  /** Updates still to make, and all. */
  updatesLeft: number;
  totalUpdates: number;
  validationsLeft: number;
  /** How many runs share the process in turns. */
  runsTogether: number;
  /** Bytes of memory of the whole process. */
  memory: number;
  /** Seconds of an update and of a validation, once some have been timed. */
  secondsPerUpdate?: number;
  secondsPerValidation?: number;
}

/** Updates that are timed before the time is told; the first is cold and does not count. */
const timedUpdates = 3;

/** Runs that take less than this many seconds are not told about. */
const worthTelling = 60;

/** Before it begins: `Norm Prop: 4,264,050 parameters, 39,150 updates, about 0.9 GB of memory.` */
export function sizeWords({label, parameters, updatesLeft, totalUpdates, memory}: Expectation): string {
  const updates =
    updatesLeft === totalUpdates
      ? `${formatCount(totalUpdates)} updates`
      : `${formatCount(updatesLeft)} of ${formatCount(totalUpdates)} updates left`;
  return `${label}: ${formatCount(parameters)} parameters, ${updates}, about ${(memory / 1e9).toFixed(1)} GB of memory.`;
}

/**
 * After three updates: `Norm Prop: 12.3 s an update, about 5 d 14 h for …`. A validation, which has not been timed yet, is
 * reckoned as a third of the updates that read as much. Nothing for a run of less than a minute.
 */
export function timeWords(expectation: Expectation): string | undefined {
  const {
    label,
    updatesLeft,
    validationsLeft,
    runsTogether,
    secondsPerUpdate = 0,
    secondsPerValidation = 0,
  } = expectation;
  const seconds = updatesLeft * secondsPerUpdate + validationsLeft * secondsPerValidation;
  if (seconds < worthTelling) return undefined;
  return (
    `${label}: ${secondsPerUpdate.toPrecision(2)} s an update; about ${formatDuration(seconds)} for ${formatCount(updatesLeft)} ` +
    `updates and ${formatCount(validationsLeft)} validations${runsTogether > 1 ? ` of its own, in turns with ${runsTogether - 1} other runs` : ''}. ` +
    'Stopped with Ctrl-C, it goes on with --resume.'
  );
}

/** Tells what a run will take: its size when it is opened, and once, after a few updates of this sitting, its time. */
export class RunExpectation {
  private readonly times: number[] = [];

  constructor(
    private readonly run: {
      label: string;
      runsTogether: number;
      session: Session;
      total: number;
      tell?: (message: string) => void;
    },
  ) {
    if (run.session.position.update < run.total) run.tell?.(sizeWords(this.expectation()));
  }

  /** Takes in how long an update took. */
  timed(seconds: number): void {
    const {tell} = this.run;
    if (!tell || this.times.length === timedUpdates) return;
    this.times.push(seconds);
    if (this.times.length < timedUpdates) return;
    const words = timeWords(this.expectation());
    if (words !== undefined) tell(words);
  }

  private expectation(): Expectation {
    const {label, runsTogether, session, total} = this.run;
    const {parameters, itemsPerUpdate, itemsPerMeasurement, updatesPerMeasurement} = session.effort;
    const updatesLeft = total - session.position.update;
    const warm = this.times.slice(1); // the first update is cold
    const secondsPerUpdate = warm.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, warm.length);
    // Reading is a third of an update: backward takes the rest.
    const readings = itemsPerMeasurement / itemsPerUpdate / 3;
    return {
      label,
      parameters,
      updatesLeft,
      totalUpdates: total,
      runsTogether,
      validationsLeft: Math.ceil(updatesLeft / updatesPerMeasurement),
      memory: session.effort.memory(runsTogether),
      ...(warm.length > 0 && {secondsPerUpdate, secondsPerValidation: secondsPerUpdate * readings}),
    };
  }
}
