import {Variable, dispose, keep, slice, squeeze, tidy, transpose} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSequence, prepareWeights} from 'normprop-core';
import type {BatchStatistics, PreparedWeights} from 'normprop-core';
import type {CharModel} from './charModel.js';

/**
 * Reads one long text through a model, piece by piece, and keeps the state between the pieces: for sampling, one
 * character at a time, and for measuring a whole text as one sequence.
 *
 * The weights are normalised once, so they must not change while it reads. Batch Norm's population statistics go on
 * from step to step; beyond the last time step that has some, the last ones are used.
 */
export class TextReader {
  private readonly prepared: PreparedWeights;
  private state: [hidden: Tensor2D, cell: Tensor2D] | undefined;
  private steps = 0;

  constructor(private readonly model: CharModel) {
    const {cell} = model.recurrent;
    const prepare = () => prepareWeights(cell.coreWeights(), cell.modelOptions());
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
    const {cell} = this.model.recurrent;
    const statistics = cell.populationStatistics(false);
    const {
      outputs,
      hidden,
      cell: memory,
    } = lstmSequence(transpose(x, [1, 0, 2]), this.prepared, {
      initialState,
      zoneoutCell: cell.zoneoutCell,
      zoneoutHidden: cell.zoneoutHidden,
      ...(statistics && {populationStatistics: rowsFrom(statistics, this.steps)}),
    });
    return [squeeze(outputs, [1]), hidden, memory];
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
