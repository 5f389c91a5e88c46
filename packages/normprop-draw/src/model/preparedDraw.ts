import {concat, slice} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import {lstmStep, prepareWeights} from 'normprop-core';
import type {BatchStatistics, LSTMStepOptions} from 'normprop-core';
import type {NormalizedLSTMCell} from 'normprop-layers';
import type {Draw} from './Draw.js';
import type {PreparedLinear} from './linear.js';

/** h and c of a cell. */
export type State = [hidden: Tensor2D, cell: Tensor2D];

/** One cell for the glimpses of a batch. */
export interface PreparedCell {
  readonly units: number;
  /** One step; call it once for each glimpse, in order. */
  step(x: Tensor2D, state: State): State;
  /** h as what follows the cell sees it, `outputScale`·h. */
  output(state: State): Tensor2D;
  /** After the last glimpse: hands the statistics of the batch to the cell (Batch Norm in training). */
  finish(): void;
}

/** A network for one batch: columns normalised and matrices transposed once. */
export interface PreparedDraw {
  readonly encoder: PreparedCell;
  readonly decoder: PreparedCell;
  /** Absent without attention. */
  readonly read?: PreparedLinear;
  readonly latent: PreparedLinear;
  readonly write: PreparedLinear;
}

/** Prepares a network for the glimpses of one batch; call it inside `tidy`, and inside the function whose gradient is asked. */
export function prepareDraw(model: Draw, training: boolean): PreparedDraw {
  return {
    encoder: prepareCell(model.encoder, training),
    decoder: prepareCell(model.decoder, training),
    read: model.prepared('read'),
    latent: model.prepared('latent')!,
    write: model.prepared('write')!,
  };
}

function prepareCell(cell: NormalizedLSTMCell, training: boolean): PreparedCell {
  const call = cell.begin(training);
  const weights = prepareWeights(call.weights, call.model);
  const {populationStatistics: population, ...shared} = call.options;
  const observed: BatchStatistics[] = [];
  let glimpse = 0;
  return {
    units: cell.units,
    step(x, state) {
      const options: LSTMStepOptions = {
        ...shared,
        ...call.noise<Tensor2D>([x.shape[0], cell.units]),
        ...(population && {populationStatistics: rowOf(population, glimpse)}),
      };
      const {hidden, cell: next, statistics} = lstmStep(x, state, weights, options);
      if (statistics) observed.push(statistics);
      glimpse++;
      return [hidden, next];
    },
    output: ([hidden]) => cell.scaled(hidden),
    finish() {
      if (training && observed.length > 0) call.end(rowsOf(observed));
    },
  };
}

/** The statistics of one glimpse, of the last one where there are fewer. */
function rowOf(statistics: BatchStatistics, glimpse: number): BatchStatistics {
  return eachOf(statistics, (tensor) => {
    const row = Math.min(glimpse, tensor.shape[0] - 1);
    return slice(tensor, [row, 0], [1, -1]);
  });
}

/** One row for each glimpse. */
const rowsOf = (observed: BatchStatistics[]): BatchStatistics =>
  eachOf(observed[0], (_, name) => concat(observed.map((statistics) => statistics[name])));

function eachOf(
  statistics: BatchStatistics,
  change: (tensor: Tensor, name: keyof BatchStatistics) => Tensor,
): BatchStatistics {
  return Object.fromEntries(
    Object.entries(statistics).map(([name, tensor]) => [name, change(tensor, name as keyof BatchStatistics)]),
  ) as unknown as BatchStatistics;
}
