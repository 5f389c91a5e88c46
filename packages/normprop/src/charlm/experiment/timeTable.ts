import {dirname} from 'node:path';
import {rowBeside} from './reference.js';
import type {Reference} from './reference.js';
import {showSpread, spreadOf} from '../../page/spread.js';
import type {RunGroup} from './runGroup.js';
import type {RunRecord} from './runRecord.js';
import {compactTable} from '../../page/table.js';
import type {Table} from '../../page/table.js';

/** Characters of one pass over the text. */
const charactersPerEpoch = ({config, update, epoch}: RunRecord): number =>
  (update / epoch) * config.batch * config.length;

/**
 * The table of times, a row a group: seconds of an epoch's updates (by the median speed), their ratio to the baseline's, the
 * reference's beside them, and the share of the time that the batches took.
 *
 * A ratio is to the baseline of the same size in the same folder with the same seed, for these have been trained together.
 */
export function timeTable(groups: readonly RunGroup[], reference?: Reference): Table {
  const records = groups.flatMap(({runs}) => runs);
  const theirBaseline = reference?.rows.find(({beside}) => beside?.includes('lstm'))?.secondsPerEpoch;
  const rows = groups.map((group) => {
    const {runs} = group;
    const seconds = spreadOf(runs.map((run) => charactersPerEpoch(run) / run.charactersPerSecond));
    const ratios = runs.flatMap((run) => {
      const baseline = baselineOf(run, records);
      return baseline ? [baseline.charactersPerSecond / run.charactersPerSecond] : [];
    });
    const theirs = rowBeside(group, reference)?.secondsPerEpoch;
    const shares = runs.flatMap(({dataShare}) => (dataShare === null ? [] : [dataShare]));
    return {
      cells: [
        group.name,
        showSpread(seconds, 0),
        ratios.length ? showSpread(spreadOf(ratios), 2) : '–',
        theirs?.toFixed(0) ?? '–',
        theirs && theirBaseline ? (theirs / theirBaseline).toFixed(2) : '–',
        shares.length ? `${(spreadOf(shares).mean * 100).toFixed(1)} %` : '–',
      ],
    };
  });
  const name = reference?.name ?? '';
  return compactTable({
    headings: [
      'model',
      'seconds an epoch',
      'ratio',
      `${name}: seconds`,
      `${name}: ratio`,
      'of it for batches',
    ],
    rows,
  });
}

function baselineOf(run: RunRecord, records: readonly RunRecord[]): RunRecord | undefined {
  return records.find(
    ({run: path, config}) =>
      config.model === 'lstm' &&
      dirname(path) === dirname(run.run) &&
      (['units', 'length', 'batch', 'seed', 'backend'] as const).every(
        (name) => config[name] === run.config[name],
      ),
  );
}
