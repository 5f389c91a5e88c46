import type {Recurrence, Weight} from '../chain/chain.js';
import type {Graph} from './Graph.js';

type Normalize = (value: string) => string;

/** The normalisations of one step: of x·kernel and h·recurrentKernel [B,4H], and of c [B,H]. */
export interface StepNormalization {
  x: Normalize;
  h: Normalize;
  c: Normalize;
}

/**
 * Nx, Nh and Nc of a model, as nodes in the body of a loop.
 *
 * - Layer Norm: `LayerNormalization` over 4H, or with `perGate` over each gate's H, and over H for the cell.
 * - Batch Norm: (v − mean_t)/√(variance_t + ε)·γ is scale_t·v + shift_t; row t of both, the last row for all later steps.
 * - the others: nothing. The shifts of x and h stand in the bias.
 *
 * @param time The step, int64 [1]; only Batch Norm with more than one row reads it.
 */
export function stepNormalization(
  graph: Graph,
  body: Graph,
  layer: string,
  recurrence: Recurrence,
  time: string | undefined,
): StepNormalization {
  const {type, weights, units, epsilon, perGate} = recurrence;
  const unchanged: Normalize = (value) => value;
  const gainC = weights.gamma_c && perUnit(weights.gamma_c, units);
  if (type === 'layerNorm') {
    const layerNorm = (value: string, gain: Float32Array, shift?: Weight) =>
      body.op(
        'LayerNormalization',
        `${layer}/normalized`,
        [
          value,
          graph.vector(`${layer}/gain`, gain),
          ...(shift ? [graph.vector(`${layer}/shift`, shift.values)] : []),
        ],
        {axis: {int: -1}, epsilon: {float: epsilon}},
      );
    const ones = new Float32Array(units).fill(1);
    const gates = (gain: Weight): Normalize =>
      perGate
        ? (value) => {
            const reshape = (v: string, sizes: number[]) =>
              body.op('Reshape', `${layer}/gates`, [v, graph.ints(`${layer}/sizes`, sizes)]);
            const each = reshape(layerNorm(reshape(value, [0, 4, units]), ones), [0, 4 * units]);
            return body.op('Mul', `${layer}/gained`, [each, graph.vector(`${layer}/gain`, gain.values)]);
          }
        : (value) => layerNorm(value, gain.values);
    return {
      x: gates(weights.gamma_x),
      h: gates(weights.gamma_h),
      c: (value) => layerNorm(value, gainC!, weights.beta_c),
    };
  }
  if (type === 'batchNorm') {
    const site = (letter: 'x' | 'h' | 'c', gain: Float32Array, shift?: Weight): Normalize => {
      const mean = weights[`population_mean_${letter}`];
      const table = affineRows(mean, weights[`population_variance_${letter}`], gain, epsilon, shift);
      const row = (name: string, values: Float32Array) => {
        const rows = graph.floats(`${layer}/${name}_${letter}`, mean.shape, values);
        if (time === undefined) return rows; // [1,n]
        const last = graph.ints(`${layer}/last_row`, [mean.shape[0] - 1]);
        return body.op('Gather', `${layer}/row`, [rows, body.op('Min', `${layer}/t_row`, [time, last])]);
      };
      return (value) =>
        body.op('Add', `${layer}/shifted`, [
          body.op('Mul', `${layer}/scaled`, [value, row('scale', table.scale)]),
          row('shift', table.shift),
        ]);
    };
    return {
      x: site('x', weights.gamma_x.values),
      h: site('h', weights.gamma_h.values),
      c: site('c', gainC!, weights.beta_c),
    };
  }
  return {x: unchanged, h: unchanged, c: unchanged};
}

/** (v − mean)/√(variance + ε)·γ + β as scale·v + shift, row by row [R,n]. */
function affineRows(mean: Weight, variance: Weight, gain: Float32Array, epsilon: number, beta?: Weight) {
  const [rows, columns] = mean.shape;
  const scale = new Float32Array(rows * columns);
  const shift = new Float32Array(rows * columns);
  for (let i = 0; i < scale.length; i++) {
    const column = i % columns;
    const factor = gain[column] / Math.sqrt(variance.values[i] + epsilon);
    scale[i] = factor;
    shift[i] = (beta?.values[column] ?? 0) - factor * mean.values[i];
  }
  return {scale, shift};
}

function perUnit({values}: Weight, units: number): Float32Array {
  return values.length === units ? values : new Float32Array(units).fill(values[0]);
}
