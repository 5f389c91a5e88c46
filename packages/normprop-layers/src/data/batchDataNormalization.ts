import {
  add,
  cast,
  div,
  expandDims,
  maximum,
  mul,
  rsqrt,
  square,
  squeeze,
  sub,
  sum,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type {serialization, Tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type {LayerArgs} from '../cells/lstmCellArgs.js';
import {layerArgNames} from '../cells/lstmCellArgs.js';
import {checkPositive, checkRate} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import type {ReestimatesStatistics} from '../statistics/reestimation.js';
import {registerClass} from '../tfjs/classes.js';

/** Options of `batchDataNormalization`. */
export interface BatchDataNormalizationArgs extends LayerArgs {
  /** Share of the old population statistics that an update keeps, once 1/(1 − momentum) batches are seen; default 0.99. */
  momentum?: number;
  /** Added to the variance; default 1e-5. */
  epsilon?: number;
}

interface Moments {
  mean: Tensor;
  variance: Tensor;
}

/** See `batchDataNormalization`. */
export class BatchDataNormalization extends tfl.layers.Layer implements ReestimatesStatistics {
  static readonly className = 'BatchDataNormalization';
  private readonly momentum: number;
  private readonly epsilon: number;
  private readonly state = new Map<'mean' | 'variance' | 'updates', tfl.LayerVariable>();
  private reestimating = false;

  constructor(args: BatchDataNormalizationArgs = {}) {
    checkOptions('BatchDataNormalization', args, [...layerArgNames, 'momentum', 'epsilon']);
    super(args as ConstructorParameters<typeof tfl.layers.Layer>[0]);
    this.momentum = args.momentum ?? 0.99;
    this.epsilon = args.epsilon ?? 1e-5;
    checkRate('momentum', this.momentum);
    checkPositive('epsilon', this.epsilon);
    this.supportsMasking = true;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tfl.Shape;
    const features = shape[shape.length - 1];
    if ((shape.length !== 2 && shape.length !== 3) || features == null) {
      throw new Error(`${this.name}: expected input [B,D] or [B,T,D] with D known, got [${shape.join(',')}]`);
    }
    const fixed = (name: string, size: number, initializer: 'zeros' | 'ones'): tfl.LayerVariable =>
      // tfjs types the regularizer as always present and takes undefined.
      this.addWeight(name, [size], 'float32', tfl.initializers[initializer](), undefined, false);
    this.state.set('mean', fixed('population_mean', features, 'zeros'));
    this.state.set('variance', fixed('population_variance', features, 'ones'));
    this.state.set('updates', fixed('population_updates', 1, 'zeros'));
    this.built = true;
  }

  override call(
    inputs: Tensor | Tensor[],
    kwargs: {training?: boolean; mask?: Tensor | Tensor[] | null},
  ): Tensor {
    return tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const useBatch = kwargs?.training === true || this.reestimating;
      const {mean, variance} = useBatch ? this.batchMoments(x, kwargs?.mask) : this.population();
      return mul(sub(x, mean), rsqrt(add(variance, this.epsilon)));
    });
  }

  beginReestimation(): void {
    this.reestimating = true;
    const updates = this.variable('updates');
    tidy(() => void updates.write(zerosLike(updates.read())));
  }

  endReestimation(): void {
    this.reestimating = false;
  }

  override getConfig(): serialization.ConfigDict {
    return {...super.getConfig(), momentum: this.momentum, epsilon: this.epsilon};
  }

  private variable(name: 'mean' | 'variance' | 'updates'): tfl.LayerVariable {
    const variable = this.state.get(name);
    if (variable === undefined) throw new Error(`${this.name}: no statistics yet; they are made by build()`);
    return variable;
  }

  private population(): Moments {
    return {mean: this.variable('mean').read(), variance: this.variable('variance').read()};
  }

  private batchMoments(x: Tensor, mask?: Tensor | Tensor[] | null): Moments {
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const rows = rowWeights(x, mask);
    const total = rows === null ? x.shape.slice(0, -1).reduce((a, b) => a * b, 1) : maximum(sum(rows), 1);
    const average = (values: Tensor): Tensor =>
      div(sum(rows === null ? values : mul(values, rows), axes), total);
    const mean = average(x);
    const moments = {mean, variance: average(square(sub(x, mean)))};
    this.observe(moments);
    return moments;
  }

  private observe(batch: Moments): void {
    const updates = this.variable('updates');
    const momentum = this.reestimating ? 1 : this.momentum;
    // The first batches count equally, so that the starting value does not matter.
    const share = maximum(1 - momentum, div(1, add(updates.read(), 1)));
    for (const name of ['mean', 'variance'] as const) {
      const old = this.variable(name);
      old.write(add(old.read(), mul(share, sub(batch[name], old.read()))));
    }
    updates.write(add(updates.read(), 1));
  }
}
registerClass(BatchDataNormalization);

/** 1 for the rows that are there, 0 for padding, with a last axis of 1; null without a mask. */
function rowWeights(x: Tensor, mask?: Tensor | Tensor[] | null): Tensor | null {
  const first = Array.isArray(mask) ? mask[0] : mask;
  // A mask [B,T] says nothing about an input without time steps.
  if (first == null || x.rank !== 3) return null;
  const flat = first.rank === 3 ? squeeze(first, [2]) : first;
  return expandDims(cast(cast(flat, 'bool'), 'float32'), 2);
}

/**
 * Layer that standardises each feature: `y = (x − mean)/√(variance + ε)`, without gain or shift.
 *
 * Training uses the mean and (biased) variance of the mini-batch, over all axes but the last and over the rows that a mask
 * leaves; inference uses running averages of them, saved as `population_mean`, `population_variance` [D] and
 * `population_updates` [1]. `reestimateStatistics` measures them anew over a data set.
 *
 * @param args `momentum` (0.99), `epsilon` (1e-5) and what every layer takes. Input [B,D] or [B,T,D].
 * @throws For an option that does not exist, a value out of range or another rank.
 *
 * Source: Arpit et al. 2016 ("Batch Data Normalization"), as section 4.1 of the paper uses it.
 */
export function batchDataNormalization(args: BatchDataNormalizationArgs = {}): BatchDataNormalization {
  return new BatchDataNormalization(args);
}
