import type {TopLevelSpec} from 'vega-lite';
import {clipToBand} from '../../page/clipToBand.js';
import {chartWidth, mostColours} from '../../page/renderChart.js';
import {spreadOf} from '../../page/spread.js';
import type {CurveAxis} from '../report/curveSpecs.js';
import type {RunGroup} from './runGroup.js';
import type {CurvePoint} from './runRecord.js';

/** One curve of the figure. */
export interface Curve {
  group: string;
  seed: number;
  kind: 'training' | 'validation';
  points: CurvePoint[];
}

/** The groups that a figure shows: those with the lowest last validation where there are more than colours, in their order. */
export function drawnGroups(groups: readonly RunGroup[]): RunGroup[] {
  const last = ({runs}: RunGroup): number =>
    spreadOf(runs.map(({validation}) => validation.at(-1)?.bitsPerCharacter ?? Infinity)).mean;
  const best = new Set([...groups].sort((one, other) => last(one) - last(other)).slice(0, mostColours));
  return groups.filter((group) => best.has(group));
}

/** The training and validation curve of every run that a figure shows. */
export function curvesOf(groups: readonly RunGroup[]): Curve[] {
  return drawnGroups(groups).flatMap(({name, runs}) =>
    runs.flatMap(({config: {seed}, training, validation}): Curve[] => [
      {group: name, seed, kind: 'training', points: training},
      {group: name, seed, kind: 'validation', points: validation},
    ]),
  );
}

/** Height of the plot, in units of the picture. */
export const figureHeight = 380;

const axisTitles: Record<CurveAxis, string> = {update: 'updates', seconds: 'seconds spent in updates'};
const kinds = ['training', 'validation'];

/**
 * The figure of learning curves, as the paper's Figure 2: dashed for training, solid for validation, a colour a group, a curve a
 * run. The vertical axis leaves out the first losses, which would flatten all else.
 */
export function learningCurveSpec(curves: readonly Curve[], axis: CurveAxis): TopLevelSpec {
  const shown = shownBits(curves);
  const values = curves.flatMap(({group, seed, kind, points}) =>
    clipToBand(
      points.map((point) => ({x: point[axis], y: point.bitsPerCharacter})),
      shown,
    ).flatMap((piece, index) =>
      piece.map(({x, y}) => ({group, run: `${group} ${seed} ${index}`, kind, x, bits: y})),
    ),
  );
  return {
    data: {values},
    width: chartWidth,
    height: figureHeight,
    mark: {type: 'line', clip: true, strokeWidth: 1.8, strokeJoin: 'round'},
    encoding: {
      x: {field: 'x', type: 'quantitative', title: axisTitles[axis], scale: {zero: true, nice: false}},
      y: {
        field: 'bits',
        type: 'quantitative',
        title: 'bits per character',
        scale: {domain: shownBits(curves), zero: false, nice: false},
      },
      color: {
        field: 'group',
        type: 'nominal',
        title: null,
        sort: [...new Set(curves.map(({group}) => group))],
        legend: {columns: 3},
      },
      strokeDash: {
        field: 'kind',
        type: 'nominal',
        title: null,
        sort: kinds,
        scale: {domain: kinds, range: [[4, 3], [1, 0]]}, // prettier-ignore
        legend: {symbolStrokeColor: 'currentColor'},
      },
      detail: {field: 'run', type: 'nominal'},
    },
  };
}

/** From the best of all losses to the worst validation, whose first sixth counts only where there is no other. */
function shownBits(curves: readonly Curve[]): [number, number] {
  const bitsOf = (points: readonly CurvePoint[]): number[] => points.map((point) => point.bitsPerCharacter);
  const validation = curves.filter(({kind}) => kind === 'validation').flatMap(({points}) => points);
  const longest = Math.max(...validation.map(({update}) => update));
  const later = validation.filter(({update}) => update >= longest / 6);
  const low = Math.min(...curves.flatMap(({points}) => bitsOf(points)));
  const high = Math.max(...bitsOf(later));
  const margin = Math.max(0.02, (high - low) * 0.08);
  return [low - margin, high + margin];
}
