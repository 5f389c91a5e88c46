import {formatCount} from '../../progress/formatCount.js';
import {rowBeside} from './reference.js';
import type {Reference} from './reference.js';
import {isFinished, lastCommonValidation, spreadOf, validationAt} from './runGroup.js';
import type {RunGroup, Spread} from './runGroup.js';
import type {RunRecord} from './runRecord.js';
import {compactTable} from './table.js';
import type {Table} from './table.js';

/** `1.931 ± 0.004`, or `1.931` for one run. */
export function showSpread({mean, deviation}: Spread, digits = 3): string {
  return mean.toFixed(digits) + (deviation === null ? '' : ` ± ${deviation.toFixed(digits)}`);
}

/**
 * The table of results, a row a group: bits per character, mean ± standard deviation over seeds, at the last update that all
 * its runs have been validated at, with the reference's figure beside it.
 */
export function resultTable(groups: readonly RunGroup[], reference?: Reference): Table {
  const figures = groups.map((group) => {
    const update = lastCommonValidation(group.runs);
    return {group, update, validation: update === undefined ? undefined : validationAt(group, update)};
  });
  const best = Math.min(
    ...figures.map(({group, validation}) => (isFinished(group) && validation?.mean) || Infinity),
  );
  const rows = figures.map(({group, update, validation}) => {
    const {runs} = group;
    const theirs = rowBeside(group, reference)?.validation;
    const {config, totalUpdates} = runs[0];
    return {
      cells: [
        group.name,
        validation ? showSpread(validation) : '–',
        theirs?.toFixed(3) ?? '–',
        showSpread(spreadOf(runs.map(({trainBitsPerCharacter}) => trainBitsPerCharacter))),
        runs.map((run) => run.config.seed).join(', '),
        isFinished(group)
          ? formatCount(update ?? totalUpdates)
          : `${formatCount(update ?? 0)} of ${formatCount(totalUpdates)}, unfinished`,
        gains(config),
        percent(runs, ({clipped}) => clipped),
        runs[0].parameters === null ? '–' : formatCount(runs[0].parameters),
      ],
      best: validation !== undefined && isFinished(group) && validation.mean === best && groups.length > 1,
    };
  });
  const headings = ['model', 'validation', reference?.name ?? '', 'training', 'seeds', 'updates'];
  return compactTable({headings: [...headings, 'gains', 'clipped', 'parameters'], rows});
}

function gains({gammaX, gammaH, gammaC}: RunRecord['config']): string {
  const values = [gammaX, gammaH, gammaC].filter((value) => value !== null);
  return values.length ? values.join(', ') : '–';
}

function percent(runs: readonly RunRecord[], share: (run: RunRecord) => number): string {
  return `${Math.round(spreadOf(runs.map(share)).mean * 100)} %`;
}
