import type {Evaluation} from '../evaluate/evaluation.js';
import {formatCount} from '../../progress/formatCount.js';
import type {Reference} from './reference.js';
import {showSpread, spreadOf} from '../../page/spread.js';
import type {RunGroup} from './runGroup.js';
import {compactTable} from '../../page/table.js';
import type {Table} from '../../page/table.js';

/**
 * Ours and the reference's figures of the test text as one sequence, best first; nothing when no run of ours has been measured
 * so (by `evaluate --split test --as stream`).
 */
export function testTable(groups: readonly RunGroup[], reference?: Reference): Table | undefined {
  const ours = groups.flatMap((group) =>
    [...new Set(evaluationsOf(group).map(({dynamic}) => dynamic))].map((dynamic) => {
      const measured = evaluationsOf(group).filter((each) => each.dynamic === dynamic);
      const bits = spreadOf(measured.map(({bitsPerCharacter}) => bitsPerCharacter));
      const untrimmed = measured.flatMap((each) => (each.untrimmed ? [each.untrimmed.bitsPerCharacter] : []));
      const name = dynamic === null ? group.name : `${group.name}, dynamic evaluation at ${dynamic}`;
      return {
        bits: bits.mean,
        cells: [
          name,
          showSpread(bits),
          formatCount(measured[0].characters),
          untrimmed.length ? showSpread(spreadOf(untrimmed)) : '–',
          String(group.runs[0].config.units),
          String(measured.length),
          'here',
        ],
      };
    }),
  );
  if (!ours.length) return undefined;
  const theirs = (reference?.rows ?? []).flatMap(({title, test, units}) =>
    test === undefined
      ? []
      : [
          {
            bits: test,
            cells: [title, test.toFixed(3), '–', '–', units ? String(units) : '–', '–', reference!.name],
          },
        ],
  );
  const rows = [...ours, ...theirs].sort((one, other) => one.bits - other.bits);
  const untrimmedSymbols = groups.flatMap(evaluationsOf).find(({untrimmed}) => untrimmed)?.untrimmed?.symbols;
  return compactTable({
    headings: [
      'model',
      'test',
      'characters',
      `over ${formatCount(untrimmedSymbols ?? 0)}`,
      'units',
      'runs',
      'measured',
    ],
    rows: rows.map(({cells}) => ({cells})),
  });
}

const evaluationsOf = ({runs}: RunGroup): Evaluation[] =>
  runs.flatMap(({evaluations}) =>
    evaluations.filter(({split, as, whole}) => split === 'test' && as === 'stream' && whole),
  );
