import {completeConfig} from '../../config/resolveConfig.js';
import {relative, sep} from 'node:path';
import type {Evaluation} from '../../evaluate/evaluation.js';
import type {MetricsLine, TrainingLine} from '../../run/metrics.js';
import type {RunFolder} from '../../run/runFolder.js';
import {measuredResult} from '../../train/runResult.js';
import type {RunResult} from '../runSummary.js';
import type {CurvePoint, RunRecord} from './runRecord.js';

/** Points of a thinned training curve, at most. */
const points = 80;

/**
 * What a run folder holds, whether the run is finished or not.
 *
 * @param root The folder of runs.
 * @returns Nothing for a run that has not been validated yet, or of something else than a character model.
 */
export async function readRunRecord(folder: RunFolder, root: string): Promise<RunRecord | undefined> {
  const saved = await folder.config();
  const metrics = await folder.metrics.read();
  const training = metrics.filter((line): line is TrainingLine => line.kind === 'train');
  const validation = metrics.filter((line) => line.kind === 'validation');
  const isCharacterModel = typeof saved?.length === 'number' && typeof saved.data === 'string';
  if (!isCharacterModel || !training.length || !validation.length) return undefined;
  const config = completeConfig(saved);
  const result = await folder.readJson<RunResult>('result.json');
  const measured = measuredResult(metrics);
  const {updates: update, epochs: epoch, seconds} = measured;
  const totalUpdates = config.updates ?? Math.round((config.epochs! * update) / epoch);
  const isFinished = result?.updates === update && update >= totalUpdates;
  const evaluations = (await folder.readJson<Evaluation[]>('evaluations.json')) ?? [];
  return {
    run: relative(root, folder.path).split(sep).join('/') || '.',
    config: {...config, dataDir: null},
    finished: isFinished,
    update,
    totalUpdates,
    epoch,
    seconds,
    charactersPerSecond: measured.charactersPerSecond,
    dataShare: dataShareOf(training),
    trainBitsPerCharacter: measured.trainBitsPerCharacter,
    clipped: measured.clipped,
    training: thinned(training),
    validation: validation.map(pointOf),
    validationCharacters: measured.validation.characters,
    evaluations: evaluations.filter((each) => each.update === update),
    parameters: result?.parameters ?? null,
    sample: (isFinished && result?.sample) || null,
    dataDescription: result?.dataDescription ?? null,
    commit: result?.commit ?? null,
    machine: result?.machine ?? null,
  };
}

const pointOf = ({update, seconds, bitsPerCharacter}: MetricsLine): CurvePoint => ({
  update,
  seconds,
  bitsPerCharacter,
});

/** The lines in groups of equally many, each a point: mean loss, at the group's last update. */
function thinned(lines: readonly TrainingLine[]): CurvePoint[] {
  const size = Math.ceil(lines.length / points);
  const groups = Array.from({length: Math.ceil(lines.length / size)}, (_, index) =>
    lines.slice(index * size, (index + 1) * size),
  );
  return groups.map((group) => ({
    ...pointOf(group[group.length - 1]),
    bitsPerCharacter: group.reduce((sum, line) => sum + line.bitsPerCharacter, 0) / group.length,
  }));
}

/** Time spent on batches over time spent in updates; the first line, in which all is still cold, is left out. */
function dataShareOf(lines: readonly TrainingLine[]): number | null {
  let data = 0;
  let total = 0;
  lines.forEach(({dataSeconds, seconds}, index) => {
    if (dataSeconds === undefined || index === 0) return;
    data += dataSeconds;
    total += seconds - lines[index - 1].seconds;
  });
  return total > 0 ? data / total : null;
}
