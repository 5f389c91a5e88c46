import type {TopLevelSpec} from 'vega-lite';
import type {GradientDecayPoint} from './modelDecay.js';

const panels = [
  {field: 'hidden', title: '‖∂L/∂h‖'},
  {field: 'cell', title: '‖∂L/∂c‖'},
];

/** One line may cover another (Weight Norm with gains of 1 begins as the baseline), so one of each pair is dashed. */
const dashes = [
  [1, 0],
  [6, 5],
];

/** The norms of the gradient over the steps back from the loss, a line a model, on a logarithmic axis. */
export function gradientDecaySpec(points: readonly GradientDecayPoint[]): TopLevelSpec {
  const models = [...new Set(points.map(({model}) => model))];
  return {
    background: 'white',
    data: {values: [...points]},
    spacing: 40,
    hconcat: panels.map(({field, title}) => ({
      width: 420,
      height: 300,
      mark: {type: 'line' as const, strokeWidth: 2},
      encoding: {
        x: {
          field: 'stepsBack',
          type: 'quantitative' as const,
          title: 'time steps back from the loss',
          scale: {nice: false, zero: true},
        },
        y: {
          field,
          type: 'quantitative' as const,
          title,
          scale: {type: 'log' as const},
          axis: {format: '.0e'},
        },
        color: {field: 'model', type: 'nominal' as const, title: null, sort: models},
        strokeDash: {
          field: 'model',
          type: 'nominal' as const,
          title: null,
          sort: models,
          scale: {domain: models, range: models.map((_, index) => dashes[index % 2])},
        },
      },
    })),
  };
}
