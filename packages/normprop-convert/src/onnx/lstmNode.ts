import type {Recurrence} from '../chain/chain.js';
import {foldRecurrence} from '../chain/foldRecurrence.js';
import type {FoldedRecurrence} from '../chain/foldRecurrence.js';
import type {Graph} from './Graph.js';
import type {States} from './states.js';

/** ONNX has the gates in the order i, o, f, c; ours are i, f, c, o. */
const gates = [0, 3, 1, 2];

/** The outputs of a layer. */
export interface RecurrentOutputs extends States {
  /** h of every step [T,B,H], in the order of computation. */
  sequence: string;
}

/**
 * The constants of a recurrence that one `LSTM` node can compute: a plain LSTM, Weight Norm, and Norm Prop where γc/√Var[c] and
 * 1/√Var[h] are one number for all units.
 *
 * @returns undefined for every other recurrence.
 */
export function asPlainLSTM(recurrence: Recurrence): FoldedRecurrence | undefined {
  const {type, cell, zoneoutCell, zoneoutHidden} = recurrence;
  if (type === 'layerNorm' || type === 'batchNorm') return undefined;
  if (cell !== 'standard' || zoneoutCell > 0 || zoneoutHidden > 0) return undefined;
  const folded = foldRecurrence(recurrence);
  const isOneNumber = (values: Float32Array) => values.every((value) => value === values[0]);
  return isOneNumber(folded.cellScale) && isOneNumber(folded.hiddenScale) ? folded : undefined;
}

/**
 * One `LSTM` node for one direction, or for two: `ScaledTanh(c) = α·tanh(β·c)` with α = 1/√Var[h], β = γc/√Var[c], so that the
 * h that goes round in the loop carries the scale as ours does.
 *
 * @param x [T,B,D].
 * @param starts States for each direction; null for zeros.
 * @returns The outputs of each direction; those of the second in the order of time.
 *
 * Source: the operator LSTM of ONNX, version 14. Scales stand in `activation_alpha` and `activation_beta` only for those
 * functions that have them, in the order f, g, h of each direction.
 */
export function lstmNode(
  graph: Graph,
  layer: string,
  x: string,
  directions: Array<{recurrence: Recurrence; folded: FoldedRecurrence}>,
  starts: States[],
): RecurrentOutputs[] {
  const {units, inputSize} = directions[0].recurrence;
  const count = directions.length;
  const stacked = (name: string, shape: number[], part: (folded: FoldedRecurrence) => Float32Array) =>
    graph.floats(`${layer}/${name}`, [count, ...shape], joined(directions.map(({folded}) => part(folded))));
  const functions = directions.map(({recurrence, folded}) => functionsOf(recurrence, folded));
  const all = <K extends 'names' | 'alphas' | 'betas'>(key: K) =>
    functions.flatMap((each) => each[key] as unknown[]);
  const alphas = all('alphas') as number[];
  const state = (key: 'hidden' | 'cell') =>
    joinDirections(
      graph,
      layer,
      starts.map((start) => start[key]),
    );
  const [y, hidden, cell] = graph.ops(
    'LSTM',
    `${layer}/lstm`,
    [
      x,
      stacked('W', [4 * units, inputSize], ({kernel}) => rowsByGate(kernel, inputSize, units)),
      stacked('R', [4 * units, units], ({recurrentKernel}) => rowsByGate(recurrentKernel, units, units)),
      stacked('B', [8 * units], ({bias}) =>
        joined([rowsByGate(bias, 1, units), new Float32Array(4 * units)]),
      ),
      '',
      state('hidden'),
      state('cell'),
    ],
    3,
    {
      hidden_size: {int: units},
      direction: {text: count === 2 ? 'bidirectional' : 'forward'},
      activations: {texts: all('names') as string[]},
      ...(alphas.length > 0 && {
        activation_alpha: {floats: alphas},
        activation_beta: {floats: all('betas') as number[]},
      }),
    },
  );
  const [sequences, hiddens, cells] = [
    splitDirections(graph, layer, y, count, 1),
    splitDirections(graph, layer, hidden, count, 0),
    splitDirections(graph, layer, cell, count, 0),
  ];
  return sequences.map((sequence, i) => ({sequence, hidden: hiddens[i], cell: cells[i]}));
}

function functionsOf({recurrentActivation}: Recurrence, {cellScale, hiddenScale}: FoldedRecurrence) {
  const hard = recurrentActivation === 'hardSigmoid';
  const scaled = cellScale[0] !== 1 || hiddenScale[0] !== 1;
  return {
    names: [hard ? 'HardSigmoid' : 'Sigmoid', 'Tanh', scaled ? 'ScaledTanh' : 'Tanh'],
    alphas: [...(hard ? [0.2] : []), ...(scaled ? [hiddenScale[0]] : [])],
    betas: [...(hard ? [0.5] : []), ...(scaled ? [cellScale[0]] : [])],
  };
}

/** A matrix [N,4H] as [4H,N], its gates in ONNX's order. */
function rowsByGate(matrix: Float32Array, rows: number, units: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  gates.forEach((gate, place) => {
    for (let unit = 0; unit < units; unit++) {
      for (let row = 0; row < rows; row++) {
        turned[(place * units + unit) * rows + row] = matrix[row * 4 * units + gate * units + unit];
      }
    }
  });
  return turned;
}

function joined(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** [B,H] of each direction as [directions,B,H]. */
function joinDirections(graph: Graph, layer: string, values: string[]): string {
  const axis = graph.ints(`${layer}/direction`, [0]);
  const rows = values.map((value) => graph.op('Unsqueeze', `${layer}/start`, [value, axis]));
  return rows.length === 1 ? rows[0] : graph.op('Concat', `${layer}/starts`, rows, {axis: {int: 0}});
}

function splitDirections(graph: Graph, layer: string, value: string, count: number, axis: number): string[] {
  const parts =
    count === 1 ? [value] : graph.ops('Split', `${layer}/direction`, [value], count, {axis: {int: axis}});
  const axes = graph.ints(`${layer}/axis`, [axis]);
  return parts.map((part) => graph.op('Squeeze', `${layer}/h`, [part, axes]));
}
