import type {BackendName} from 'normprop-doctor';
import {fastestBackend} from './fastestBackend.js';
import type {StepSize} from 'normprop-doctor';

/** What decides in place of `--backend auto`. */
export interface BackendDecision {
  /** The backend of a run that is resumed: it is kept. */
  saved?: BackendName;
  /** Of the runs to come. */
  size: () => StepSize;
  /** Told what was chosen and why, in a line. */
  tell: (line: string) => void;
}

/** The options with a backend in place of `auto`: the saved run's, or else the one that is the fastest here. */
export async function decideBackend<Given extends {backend?: string}>(
  given: Given,
  decision: () => BackendDecision | Promise<BackendDecision>,
  fastest: typeof fastestBackend = fastestBackend,
): Promise<Given> {
  if (given.backend !== 'auto') return given;
  const {saved, size, tell} = await decision();
  if (saved !== undefined) {
    tell(`--backend auto: ${saved}, which the run in the folder has`);
    return {...given, backend: saved};
  }
  const {backend, measured, broken} = await fastest(size());
  for (const [name, why] of broken) tell(`--backend auto: without ${name}: ${why}`);
  const times = measured.map(([name, time]) => `${name} ${time.toFixed(1)} ms`).join(', ');
  tell(`--backend auto: ${backend} (a small training step: ${times})`);
  return {...given, backend};
}

/** The backend of the first of these runs that has begun. */
export async function savedBackend(
  folders: ReadonlyArray<{config: () => Promise<{backend: BackendName} | undefined>}>,
): Promise<BackendName | undefined> {
  for (const folder of folders) {
    const config = await folder.config();
    if (config) return config.backend;
  }
  return undefined;
}

/** Of several runs' steps the one with the most work. */
export function largestStep(sizes: readonly StepSize[]): StepSize {
  const work = ({timeSteps, batch, inputSize, units}: StepSize): number =>
    timeSteps * batch * units * (inputSize + units);
  return sizes.reduce((largest, size) => (work(size) > work(largest) ? size : largest));
}
