import {Variable, dispose, expandDims, keep, slice, squeeze, tidy, transpose} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSequence, prepareWeights} from 'normprop-core';
import type {BatchStatistics, PreparedWeights} from 'normprop-core';
import type {CharModel} from '../model/charModel.js';
import type {CharReader} from './charReader.js';

/**
 * Reads one long text through a model with tfjs, piece by piece, and keeps the state between the pieces: for sampling in
 * training and on a backend that was asked for, and as the reference of `RuntimeReader`.
 *
 * The weights are normalised once, so they must not change while it reads. Batch Norm's population statistics go on
 * from step to step; beyond the last time step that has some, the last ones are used.
 */
export class TextReader implements CharReader {
  private readonly prepared: PreparedWeights;
  private state: [hidden: Tensor2D, cell: Tensor2D] | undefined;
  private steps = 0;

  constructor(private readonly model: CharModel) {
    const {cell} = model.recurrent;
    const prepare = () => {
      const {weights, model: options} = cell.begin(false);
      return prepareWeights(weights, options);
    };
    // tfjs's type of what may leave a tidy knows no optional fields.
    this.prepared = tidy(prepare as unknown as () => Tensor[]) as unknown as PreparedWeights;
  }

  /** The hidden states [T,H] for the next T symbols; the caller disposes of them. */
  read(symbols: ArrayLike<number>): Tensor2D {
    const [outputs, hidden, cell] = tidy(() => {
      const {model} = this;
      const x = model.inputsOf(model.projection.project(symbols, 1, symbols.length));
      return this.state ? this.goOn(x, this.state) : this.begin(x);
    });
    this.dropState();
    this.state = [keep(hidden as Tensor2D), keep(cell as Tensor2D)]; // whatever tidy the caller is in
    this.steps += symbols.length;
    return outputs as Tensor2D;
  }

  logitsAfter(symbols: ArrayLike<number>): ArrayLike<number> {
    return tidy(() => this.model.logits(this.read(symbols)).dataSync().slice(-this.model.vocabularySize));
  }

  loss({inputs, targets}: Parameters<CharReader['loss']>[0]): number {
    return tidy(() => {
      const hidden = expandDims(this.read(inputs), 0) as Tensor3D;
      return this.model.outputLoss(hidden, targets).dataSync()[0];
    });
  }

  dispose(): void {
    this.dropState();
    const tensors = Object.values(this.prepared).filter((value) => typeof value === 'object') as Tensor[];
    dispose(tensors.filter((tensor) => !(tensor instanceof Variable))); // variables are the model's own
  }

  /** The layer itself, since it knows the initial state, which may be learned. */
  private begin(x: Tensor3D): Tensor[] {
    const [outputs, ...state] = this.model.recurrent.call(x, {training: false}) as Tensor[];
    return [squeeze(outputs, [0]), ...state];
  }

  private goOn(x: Tensor3D, initialState: [Tensor2D, Tensor2D]): Tensor[] {
    const recurrent = this.model.recurrent.cell;
    const {populationStatistics, ...options} = recurrent.begin(false).options;
    const {outputs, hidden, cell} = lstmSequence(transpose(x, [1, 0, 2]), this.prepared, {
      ...options,
      initialState,
      zoneoutCell: recurrent.zoneoutCell,
      zoneoutHidden: recurrent.zoneoutHidden,
      ...(populationStatistics && {populationStatistics: rowsFrom(populationStatistics, this.steps)}),
    });
    return [squeeze(recurrent.scaled(outputs), [1]), hidden, cell];
  }

  private dropState(): void {
    if (this.state) dispose(this.state);
    this.state = undefined;
  }
}

/** The statistics from a time step on; at least the last row. */
function rowsFrom(statistics: BatchStatistics, step: number): BatchStatistics {
  const first = Math.min(step, statistics.meanX.shape[0] - 1);
  return Object.fromEntries(
    Object.entries(statistics).map(([name, rows]) => [name, slice(rows as Tensor2D, [first, 0])]),
  ) as unknown as BatchStatistics;
}
