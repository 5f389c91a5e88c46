import type {TopLevelSpec} from 'vega-lite';
import type {Encoding} from 'vega-lite/types_unstable/encoding.js';
import {chartWidth} from '../../page/renderChart.js';
import type {DrawSummary} from '../record/drawTypes.js';

/** Which bound a figure shows. */
export type BoundKind = 'train' | 'validation' | 'test';

/** How a bound is called in a picture. */
const titles: Readonly<Record<BoundKind, string>> = {
  train: 'training',
  validation: 'validation',
  test: 'test',
};

/**
 * The bounds of runs over epochs, as Figure 3 of the paper: the test bound thick with points, the others thin and pale.
 *
 * The vertical axis leaves the first bounds out (they start near 540 nats and would flatten all else): it ends at the worst of each
 * run's validation bounds but the first. Of a run of up to five epochs it shows all.
 */
export function boundCurveSpec(runs: readonly DrawSummary[], kinds: readonly BoundKind[]): TopLevelSpec {
  const lines = runs.flatMap((run) =>
    run.metrics.filter(({kind}) => kinds.includes(kind)).map((line) => ({run, line})),
  );
  const values = lines.map(({run, line}) => ({
    run: run.name,
    model: run.group,
    kind: titles[line.kind],
    epoch: line.epoch,
    bound: line.bound,
  }));
  const measured = runs.map(({metrics}) => metrics.filter(({kind}) => kind !== 'train'));
  const shown = measured.flatMap((own) =>
    own.filter(({update}) => update > own[0].update || own.length <= 10).map(({bound}) => bound),
  );
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const margin = Math.max(1, 0.05 * (high - low));
  const encoding = {
    x: {field: 'epoch', type: 'quantitative', title: 'epochs', scale: {zero: true, nice: false}},
    y: {
      field: 'bound',
      type: 'quantitative',
      title: 'bound of −log p(x) in nats',
      scale: {domain: [Math.floor(low - margin), Math.ceil(high + margin)], zero: false},
    },
    color: {field: 'model', type: 'nominal', title: null, sort: [...new Set(runs.map(({group}) => group))]},
    detail: {field: 'run', type: 'nominal'},
  } satisfies Encoding<string>;
  const order = kinds.map((kind) => titles[kind]);
  const strength = (range: number[]) => ({
    field: 'kind',
    type: 'ordinal' as const,
    title: null,
    sort: order,
    scale: {domain: order, range: range.slice(-order.length)},
  });
  return {
    data: {values},
    width: chartWidth,
    height: 320,
    layer: [
      {
        mark: {type: 'line', clip: true},
        // The stroke's opacity: resvg 2.6 cannot draw a clipped element that is transparent as a whole and reaches far outside.
        encoding: {...encoding, strokeOpacity: strength([0.6, 0.8, 1]), strokeWidth: strength([1, 1.5, 2.5])},
      },
      {
        transform: [{filter: "datum.kind !== 'training'"}],
        mark: {type: 'point', clip: true, filled: true, size: 30, opacity: 1},
        encoding, // the legend of strokeOpacity is that of the lines
      },
    ],
  };
}
