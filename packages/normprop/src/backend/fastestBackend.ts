import type {BackendName} from 'normprop-doctor';
import {measureStep} from 'normprop-doctor';
import type {StepSize} from 'normprop-doctor';
import {presentBackends} from './presentBackends.js';
import {startBackend} from 'normprop-doctor';
import {UserError} from '../userError.js';

/** A backend is taken instead of one before it only when it is so much faster: less is noise. */
const clearlyFaster = 0.9;

/** About so many multiply-adds a sequence are measured, a tenth of a second's work at most. */
const enough = 30e6;

/** What was measured, and which backend it speaks for. */
export interface FastestBackend {
  backend: BackendName;
  /** Milliseconds of a step on each, in the order in which they were measured. */
  measured: Array<[BackendName, number]>;
  /** Those that were here and did not start, or did not take a step, and why. */
  broken: Array<[BackendName, string]>;
}

/**
 * Measures a training step on each backend that is here, with fewer time steps where that is enough to tell.
 *
 * @param start,measure How a backend is started and measured.
 * @throws {UserError} if none works.
 */
export async function fastestBackend(
  size: StepSize,
  {backends = presentBackends(), start = startBackend, measure = measureStep} = {},
): Promise<FastestBackend> {
  const {batch, inputSize, units} = size;
  const work = batch * 4 * units * (inputSize + units);
  const timeSteps = Math.min(size.timeSteps, Math.max(4, Math.round(enough / work)));
  const measured: Array<[BackendName, number]> = [];
  const broken: FastestBackend['broken'] = [];
  for (const backend of backends) {
    try {
      await start(backend);
      measured.push([backend, await measure({...size, timeSteps})]);
    } catch (error) {
      broken.push([backend, (error as Error).message]);
    }
  }
  if (measured.length === 0)
    throw new UserError(`no backend works here: ${broken.map((each) => each.join(': ')).join('; ')}`);
  const [backend] = measured.reduce((best, each) => (each[1] < clearlyFaster * best[1] ? each : best));
  return {backend, measured, broken};
}
