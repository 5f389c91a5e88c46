import type {TopLevelSpec} from 'vega-lite';
import type {GradientPoint} from './gradientGrid.js';

const cell = 30; // pixels: room for three digits
const narrowest = 270; // room for the longest title

/** Pale enough for black figures on every cell. */
const [cold, neutral, warm] = ['#5aa0d8', '#f6f4ee', '#e58a5c'];

/**
 * Figure 1 with the network beside it: a row a γc; eq. 28, the network's norm, and the second divided by the first, each a
 * grid over γx and γh with its figures in the cells. White is 1; blue shrinks and orange grows, in the logarithm.
 */
export function gradientGridSpec(points: readonly GradientPoint[]): TopLevelSpec {
  const gammas = [...new Set(points.map(({gammaX}) => gammaX))];
  const side = Math.max(cell * gammas.length, narrowest);
  const panels = [
    {field: 'equation', title: 'eq. 28, weights neglected'},
    {field: 'network', title: 'in a network: ‖∂h(t)/∂h(t−1)‖ / √H'},
    {field: 'ratio', title: 'network / eq. 28'},
  ];
  const values = points.map((point) => ({...point, ratio: point.network / point.equation}));
  return {
    background: 'white',
    data: {values},
    bounds: 'flush', // the frames in line, whatever the titles' widths
    spacing: {row: 84, column: 76},
    columns: panels.length,
    concat: [...new Set(points.map(({gammaC}) => gammaC))].flatMap((gammaC) =>
      panels.map(({field, title}) => ({
        title: {text: [`γc = ${gammaC}`, title], fontWeight: 'normal' as const, fontSize: 14},
        transform: [{filter: `datum.gammaC === ${gammaC}`}],
        width: side,
        height: side,
        encoding: {
          x: {field: 'gammaX', type: 'ordinal' as const, title: 'γx', axis: {labelAngle: 0, grid: false}},
          y: {
            field: 'gammaH',
            type: 'ordinal' as const,
            title: 'γh',
            sort: 'descending' as const,
            axis: {grid: false},
          },
        },
        layer: [
          {
            mark: 'rect' as const,
            encoding: {
              color: {
                field,
                type: 'quantitative' as const,
                scale: {
                  type: 'log' as const,
                  domain: [1 / 3, 1, 3],
                  range: [cold, neutral, warm],
                  interpolate: 'rgb',
                  clamp: true,
                },
                legend: null,
              },
            },
          },
          {
            mark: {type: 'text' as const, fontSize: 11, color: '#222222'},
            encoding: {text: {field, type: 'quantitative' as const, format: '.2f'}},
          },
        ],
      })),
    ),
  };
}
