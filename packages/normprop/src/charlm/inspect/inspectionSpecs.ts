import type {TopLevelSpec} from 'vega-lite';
import type {Inspection} from './inspectRun.js';
import {inspectionRows, quantities} from './inspectionRows.js';
import type {InspectionRow} from './inspectionRows.js';

/** One chart of the page. */
export interface InspectionChart {
  name: string;
  heading: string;
  caption: string;
  spec: TopLevelSpec;
}

const panel = {width: 320, height: 190};
const gates = [quantities.inputGate, quantities.forgetGate, quantities.candidate, quantities.outputGate];
const states = [quantities.hidden, quantities.cell];

/** A line over the time steps. */
interface Point {
  step: number;
  line: string;
  value: number | null;
}

/** A level that a line is meant to stay at. */
interface Target {
  value: number;
  text: string;
}

/** The charts of the page, in the order in which a reader wants them. */
export function inspectionCharts({statistics, targets, saturationMargin}: Inspection): InspectionChart[] {
  const rows = inspectionRows(statistics);
  const lags = rows[0].autocorrelation.map(({lag}) => lag);
  const of = (names: readonly string[], figure: 'mean' | 'variance' | 'kurtosis'): Point[] =>
    points(rows, names, (row) => row[figure]);
  const target = (value: number | undefined): Target | undefined =>
    value === undefined ? undefined : {value, text: `target ${Number(value.toPrecision(3))}`};
  const lagLines = (name: string): Point[] =>
    lags.flatMap((lag, index) =>
      points(
        rows,
        [name],
        (row) => row.autocorrelation[index].value,
        () => `lag ${lag}`,
      ),
    );
  return [
    {
      name: 'variance',
      heading: 'How large h and c are',
      caption: targets
        ? 'The variance over sequences and units. Norm Prop divides by constants so that h has variance 1 where c has the variance that it was divided by.'
        : 'The variance over sequences and units. This model has no target for them.',
      spec: inRows([
        lines('variance of h', of(['h'], 'variance'), {target: target(targets?.hidden)}),
        lines('variance of c', of(['c'], 'variance'), {target: target(targets?.cell)}),
      ]),
    },
    {
      name: 'mean',
      heading: 'Means',
      caption: 'i, f and o lie between 0 and 1, g between −1 and 1.',
      spec: inRows([
        lines('mean of the gates', of(gates, 'mean')),
        lines('mean of h and c', of(states, 'mean')),
      ]),
    },
    {
      name: 'saturation',
      heading: 'Saturated gates',
      caption: `Shares of the values within ${saturationMargin} of a bound. There a gate passes hardly any gradient to its weights.`,
      spec: inRows([
        lines(
          'share near the lower bound',
          points(rows, gates, (row) => row.saturatedLow),
          share,
        ),
        lines(
          'share near the upper bound',
          points(rows, gates, (row) => row.saturatedHigh),
          share,
        ),
      ]),
    },
    {
      name: 'autocorrelation',
      heading: 'How long they remember',
      caption: 'Correlation of a quantity with itself so many steps later.',
      spec: inRows(
        [...states, ...gates].map((name) =>
          lines(`autocorrelation of ${name}`, lagLines(name), {colours: 'lag'}),
        ),
        'one',
      ),
    },
    {
      name: 'shape',
      heading: 'Spread and tails',
      caption:
        'The variance of the gates, and the excess kurtosis (0 for a normal; above it there are rare large values, −2 is two values only).',
      spec: inRows([
        lines('variance of the gates', of(gates, 'variance'), {from: 0}),
        lines('kurtosis of the gates', of(gates, 'kurtosis')),
        lines('kurtosis of h and c', of(states, 'kurtosis')),
      ]),
    },
  ];
}

/** Of a line that needs no legend. */
const single = '#3a87d9';

const share = {from: 0, format: '%'};

function points(
  rows: readonly InspectionRow[],
  names: readonly string[],
  value: (row: InspectionRow) => number | null,
  line = (row: InspectionRow): string => row.quantity,
): Point[] {
  return names
    .flatMap((name) => rows.filter(({quantity}) => quantity === name))
    .map((row) => ({step: row.step, line: line(row), value: value(row)}))
    .filter((point) => point.value !== null);
}

interface PanelOptions {
  target?: Target;
  /** A value that the axis must show. */
  from?: number;
  format?: string;
  /** What the colours tell apart; default the quantities. */
  colours?: 'lag';
}

function lines(title: string, values: Point[], {target, from, format, colours}: PanelOptions = {}): object {
  const names = [...new Set(values.map(({line}) => line))];
  const y = {
    field: 'value',
    type: 'quantitative',
    title: null,
    scale: {zero: from === 0},
    axis: {tickCount: 5, ...(format && {format})},
  };
  const curve = {
    data: {values},
    mark: {type: 'line', strokeWidth: 2, color: single},
    encoding: {
      x: {
        field: 'step',
        type: 'quantitative',
        title: 'time step',
        scale: {nice: false},
        axis: {tickCount: 6, tickMinStep: 1},
      },
      y,
      ...(names.length > 1 && {
        color: {
          field: 'line',
          type: 'nominal',
          title: null,
          sort: names,
          ...(colours === 'lag' && {scale: {domain: names, range: lagColours(names.length)}}),
        },
      }),
    },
  };
  const level = target && [
    {
      data: {values: [{value: target.value}]},
      mark: {type: 'rule', strokeWidth: 1.5, strokeDash: [5, 4], color: 'currentColor', opacity: 0.8},
      encoding: {y},
    },
    {
      data: {values: [{value: target.value, text: target.text}]},
      mark: {
        type: 'text',
        align: 'right',
        baseline: 'bottom',
        dy: -3,
        x: panel.width,
        color: 'currentColor',
        fontSize: 12,
      },
      encoding: {y, text: {field: 'text'}},
    },
  ];
  return {
    title: {text: title, fontWeight: 'normal', fontSize: 14, color: 'currentColor', anchor: 'start'},
    ...panel,
    layer: [curve, ...(level ?? [])],
  };
}

/** One hue, fainter the longer the lag. */
function lagColours(count: number): string[] {
  const shades = ['#1f5fa8', '#3a87d9', '#7fb2e8', '#b3d1f1'];
  return Array.from({length: count}, (_, index) => shades[Math.min(index, shades.length - 1)]);
}

/** Panels two to a row, each with an axis of its own; one legend for all where they show the same lines. */
function inRows(panels: object[], legend: 'each' | 'one' = 'each'): TopLevelSpec {
  return {
    columns: 2,
    spacing: {row: 34, column: 44},
    resolve: {scale: {color: legend === 'one' ? 'shared' : 'independent', y: 'independent'}},
    concat: panels,
  } as TopLevelSpec;
}
