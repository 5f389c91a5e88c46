import type {TopLevelSpec} from 'vega-lite';
import {chartWidth} from '../curveSpecs.js';
import type {CurveAxis} from '../curveSpecs.js';
import type {RunGroup} from './runGroup.js';
import type {CurvePoint} from './runRecord.js';

/** One curve of the figure. */
export interface Curve {
  group: string;
  seed: number;
  kind: 'training' | 'validation';
  points: CurvePoint[];
}

/** Every run's training and validation curve. */
export function curvesOf(groups: readonly RunGroup[]): Curve[] {
  return groups.flatMap(({name, runs}) =>
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
  const values = curves.flatMap(({group, seed, kind, points}) =>
    points.map((point) => ({
      group,
      run: `${group} ${seed}`,
      kind,
      x: point[axis],
      bits: point.bitsPerCharacter,
    })),
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
