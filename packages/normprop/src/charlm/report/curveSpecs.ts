import {chartWidth} from '../../page/renderChart.js';
import type {TopLevelSpec} from 'vega-lite';
import type {Encoding} from 'vega-lite/types_unstable/encoding.js';
import type {CharlmSummary} from '../record/charlmTypes.js';

/** What a curve runs over. */
export type CurveAxis = 'update' | 'seconds';

const axisTitles: Record<CurveAxis, string> = {update: 'updates', seconds: 'seconds spent in updates'};

/**
 * Training and validation curves of the runs: thin and pale for training, strong with points for validation.
 *
 * The vertical axis leaves the first losses out (they start near log₂ of the vocabulary and would flatten all
 * else): it ends at the worst of each run's training losses once a twentieth of it is done.
 */
export function curveSpec(runs: readonly CharlmSummary[], axis: CurveAxis): TopLevelSpec {
  const values = runs.flatMap((run) =>
    run.metrics.map((line) => ({
      run: run.name,
      model: run.group,
      kind: line.kind === 'train' ? 'training' : 'validation',
      x: line[axis],
      bits: line.bitsPerCharacter,
    })),
  );
  const shown = runs.flatMap((run) =>
    run.metrics.filter((line) => line.update >= run.result.updates / 20).map((line) => line.bitsPerCharacter),
  );
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const encoding = {
    x: {field: 'x', type: 'quantitative', title: axisTitles[axis], scale: {zero: true, nice: false}},
    y: {
      field: 'bits',
      type: 'quantitative',
      title: 'bits per character',
      scale: {domain: [Math.floor(low * 10 - 0.5) / 10, Math.ceil(high * 10) / 10], zero: false},
    },
    color: {field: 'model', type: 'nominal', title: null, sort: groupsOf(runs)},
    detail: {field: 'run', type: 'nominal'},
  } satisfies Encoding<string>;
  return {
    data: {values},
    width: chartWidth,
    height: 300,
    layer: [
      {mark: {type: 'line', clip: true}, encoding: {...encoding, ...kindOfLine}},
      {
        transform: [{filter: "datum.kind === 'validation'"}],
        mark: {type: 'point', clip: true, filled: true, size: 40, opacity: 1},
        encoding,
      },
    ],
  };
}

const kinds = ['training', 'validation'];

/** Thin and pale for training, thick for validation; one legend for both. */
const kindOfLine = {
  opacity: {
    field: 'kind',
    type: 'ordinal',
    title: null,
    sort: kinds,
    scale: {domain: kinds, range: [0.75, 1]},
  },
  strokeWidth: {
    field: 'kind',
    type: 'ordinal',
    title: null,
    sort: kinds,
    scale: {domain: kinds, range: [1.2, 2.5]},
  },
} satisfies Encoding<string>;

/** The groups in the order of their first run. */
export function groupsOf(runs: readonly CharlmSummary[]): string[] {
  return [...new Set(runs.map((run) => run.group))];
}
