import type {TopLevelSpec} from 'vega-lite';
import {chartWidth} from '../../page/renderChart.js';
import {groupsOf} from './curveSpecs.js';
import type {CharlmSummary} from '../record/charlmTypes.js';

/** E[h²] per time step of each run, before and after training, on a logarithmic axis with the target 1. */
export function hiddenVarianceSpec(runs: readonly CharlmSummary[]): TopLevelSpec {
  const values = runs.flatMap((run) =>
    (['initial', 'trained'] as const).flatMap((moment) =>
      run.result.hiddenMeanSquare[moment].map((meanSquare, step) => ({
        run: run.name,
        model: run.group,
        moment: moment === 'initial' ? 'before training' : 'after training',
        step: step + 1,
        meanSquare,
      })),
    ),
  );
  return {
    width: chartWidth - 50,
    height: 300,
    layer: [
      {
        data: {values},
        mark: {type: 'line', strokeWidth: 2},
        encoding: {
          x: {
            field: 'step',
            type: 'quantitative',
            title: 'time step (characters from the start of a piece)',
            scale: {nice: false},
          },
          y: {
            field: 'meanSquare',
            type: 'quantitative',
            title: 'mean of h²',
            scale: {type: 'log'},
            axis: {values: powersOfTen(values.map(({meanSquare}) => meanSquare))},
          },
          color: {field: 'model', type: 'nominal', title: null, sort: groupsOf(runs)},
          strokeDash: {
            field: 'moment',
            type: 'nominal',
            title: null,
            sort: ['before training', 'after training'],
            scale: {
              domain: ['before training', 'after training'],
              range: [
                [5, 4],
                [1, 0],
              ],
            },
          },
          detail: {field: 'run', type: 'nominal'},
        },
      },
      {
        data: {values: [{y: 1}]},
        mark: {type: 'rule', strokeWidth: 1, color: 'currentColor', opacity: 0.7},
        encoding: {y: {field: 'y', type: 'quantitative'}},
      },
      {
        data: {values: [{y: 1}]},
        mark: {
          type: 'text',
          align: 'left',

          x: chartWidth - 46,
          text: 'target 1',
          color: 'currentColor',
          fontSize: 12,
        },
        encoding: {y: {field: 'y', type: 'quantitative'}},
      },
    ],
  };
}

/** The powers of ten that enclose positive values. */
function powersOfTen(values: readonly number[]): number[] {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const first = Math.floor(Math.min(0, ...logs));
  const last = Math.ceil(Math.max(0, ...logs));
  return Array.from({length: last - first + 1}, (_, index) => 10 ** (first + index));
}
