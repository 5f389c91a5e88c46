import {CharlmRunFolder} from '../record/charlmTypes.js';
import type {Evaluation} from './evaluation.js';

/** Adds a measurement to `evaluations.json` of a run folder, in the place of one made in the same way. A folder that cannot be written costs a warning. */
export async function keepEvaluation(
  path: string,
  evaluation: Evaluation,
  warn: (message: string) => void = () => undefined,
): Promise<void> {
  const folder = new CharlmRunFolder(path);
  const key = ({update, split, as, characters, dynamic}: Evaluation): string =>
    JSON.stringify([update, split, as, characters, dynamic]);
  try {
    const earlier = (await folder.readJson<Evaluation[]>('evaluations.json')) ?? [];
    const others = earlier.filter((each) => key(each) !== key(evaluation));
    await folder.writeJson('evaluations.json', [...others, evaluation]);
  } catch (error) {
    warn(`the figure was not kept in ${folder.file('evaluations.json')}: ${(error as Error).message}`);
  }
}
