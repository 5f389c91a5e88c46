import {formatCount} from '../../progress/formatCount.js';
import {rowBeside} from './reference.js';
import type {Reference} from './reference.js';
import {isFinished, lastCommonValidation, validationAt} from './runGroup.js';
import type {RunGroup} from './runGroup.js';
import type {RunRecord} from './runRecord.js';
import {showSpread, spreadOf} from '../../page/spread.js';
import {compactTable} from '../../page/table.js';
import type {Table} from '../../page/table.js';

/**
 * The table of results, a row a group: bits per character, mean ± standard deviation over seeds, at the last update that all
 * its runs have been validated at, with the reference's figure beside it.
 */
export function resultTable(groups: readonly RunGroup[], reference?: Reference): Table {
  const figures = groups.map((group) => {
    const update = lastCommonValidation(group.runs);
    return {group, update, validation: update === undefined ? undefined : validationAt(group, update)};
  });
  const overfits = figures.some(({group, validation}) => validation && group.runs.some(turnsUp));
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
        overfits ? lowestValidation(group) : '–',
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
  const headings = [
    'model',
    'validation',
    'lowest (at update)',
    reference?.name ?? '',
    'training',
    'seeds',
    'updates',
  ];
  return compactTable({headings: [...headings, 'gains', 'clipped', 'parameters'], rows});
}

/** Whether the validation was lower before the end, by more than validations differ by chance. */
function turnsUp({validation}: RunRecord): boolean {
  const figures = validation.map(({bitsPerCharacter}) => bitsPerCharacter);
  return figures.length > 0 && Math.min(...figures) < figures[figures.length - 1] - 0.01;
}

/** The lowest validation of each run, and after how many updates: what stopping early would give. */
function lowestValidation({runs}: RunGroup): string {
  const lowest = runs.map(({validation}) =>
    validation.reduce((one, other) => (other.bitsPerCharacter < one.bitsPerCharacter ? other : one)),
  );
  const updates = spreadOf(lowest.map(({update}) => update)).mean;
  return `${showSpread(spreadOf(lowest.map(({bitsPerCharacter}) => bitsPerCharacter)))} (${formatCount(Math.round(updates))})`;
}

function gains({gammaX, gammaH, gammaC}: RunRecord['config']): string {
  const values = [gammaX, gammaH, gammaC].filter((value) => value !== null);
  return values.length ? values.join(', ') : '–';
}

function percent(runs: readonly RunRecord[], share: (run: RunRecord) => number): string {
  return `${Math.round(spreadOf(runs.map(share)).mean * 100)} %`;
}
