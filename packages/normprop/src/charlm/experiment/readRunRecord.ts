import type {CharlmConfig} from '../config/charlmConfig.js';
import {completeConfig} from '../config/resolveConfig.js';
import {requireRun} from '../../run/runFolder.js';
import {relative, sep} from 'node:path';
import type {Evaluation} from '../evaluate/evaluation.js';
import type {CharlmLine, TrainingLine} from '../record/charlmMetrics.js';
import type {CharlmRunFolder} from '../record/charlmTypes.js';
import {UserError} from '../../userError.js';
import {measuredResult} from '../train/measuredResult.js';
import type {CharlmResult} from '../record/charlmTypes.js';
import type {CurvePoint, RunRecord} from './runRecord.js';

/** Points of a thinned training curve, at most. */
const points = 80;

/**
 * What a run folder holds, whether the run is finished or not.
 *
 * @param root The folder of runs.
 * @returns Nothing for a run that has not been validated yet, or of a folder that is no run of ours.
 */
export async function readRunRecord(folder: CharlmRunFolder, root: string): Promise<RunRecord | undefined> {
  const saved = requireRun(folder.path).config as Partial<CharlmConfig>; // of anything that looks like a run
  const metrics = await folder.metrics.read();
  checkMetrics(folder.metrics.file, metrics);
  const training = metrics.filter((line): line is TrainingLine => line.kind === 'train');
  const validation = metrics.filter((line) => line.kind === 'validation');
  const isOurs = typeof saved.length === 'number' && typeof saved.data === 'string';
  if (!isOurs || !training.length || !validation.length) return undefined;
  const config = completeConfig(saved as CharlmConfig);
  const result = await folder.readJson<CharlmResult>('result.json');
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

/**
 * Checks lines of metrics as far as a report reads them. A figure of null is a number that was not finite.
 *
 * @throws {UserError} naming the line and the field.
 */
function checkMetrics(file: string, lines: readonly CharlmLine[]): void {
  const last: Record<string, number> = {};
  lines.forEach((line, index) => {
    const fail = (name: string, expected: string): never => {
      const got = JSON.stringify((line as unknown as Record<string, unknown>)[name]) ?? 'nothing';
      throw new UserError(`${file}: line ${index + 1}: ${name}: expected ${expected}, got ${got}`);
    };
    const {kind} = line;
    if (kind !== 'train' && kind !== 'validation') return;
    if (!Number.isSafeInteger(line.update) || line.update < 0) fail('update', 'an integer of at least 0');
    if (line.update <= (last[kind] ?? -1))
      throw new UserError(
        `${file}: line ${index + 1}: update ${line.update} of '${kind}' is there twice, or out of order`,
      );
    last[kind] = line.update;
    const figures =
      kind === 'train' ? ['seconds', 'charactersPerSecond', 'clipped'] : ['seconds', 'characters'];
    const values = line as unknown as Record<string, unknown>;
    for (const name of figures) if (!isFigure(values[name])) fail(name, 'a number of at least 0');
    if (values.bitsPerCharacter !== null && !isFigure(values.bitsPerCharacter))
      fail(
        'bitsPerCharacter',
        typeof values.bitsPerCharacter === 'number' ? 'a number of at least 0' : 'a number',
      );
  });
}

const isFigure = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const pointOf = ({update, seconds, bitsPerCharacter}: CharlmLine): CurvePoint => ({
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
