import {add, clone, dispose, keep, tensor, tidy, variableGrads} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Variable} from '@tensorflow/tfjs-core';
import {clipByGlobalNorm} from 'normprop-core';
import {adam} from 'normprop-layers';
import type {ClippedAdam, EndlessDecay, LearningRateDecay, PlannedDecay} from 'normprop-layers';
import type {RunConfig} from '../config/runConfig.js';
import type {StoredTensor} from './checkpointFormat.js';
import {requireFiniteGradient} from './notFinite.js';

/** A norm that no gradient exceeds: clipping at it only measures. */
const neverClips = 3e38;

/** What one update of the weights measured. */
export interface UpdateMeasurement {
  /** The loss before the update. */
  loss: number;
  /** Global norm of the gradient before clipping. */
  gradientNorm: number;
  clipped: boolean;
}

/** Where training stands, for an error. */
interface Standing {
  /** The update that is being made. */
  update: number;
  /** The update of the last checkpoint. */
  savedUpdate: number;
}

/** Adam with a config's learning rate, decay and clipping, whose state can be written down and put back to the bit. */
export class RunOptimizer {
  private readonly adam: ClippedAdam;

  /** @param updates Of the whole run: where a planned decay ends. */
  constructor(
    private readonly config: Pick<RunConfig, 'learningRate' | 'decay' | 'clipNorm' | 'gammaH'>,
    updates: number,
  ) {
    const {learningRate, decay} = config;
    this.adam = adam({learningRate, decay: parseDecay(decay, updates)});
  }

  /** Moves the end of the run, where a planned decay ends. */
  endAt(updates: number): void {
    this.adam.decay = parseDecay(this.config.decay, updates);
  }

  /**
   * One update: gradient, clipping, Adam.
   *
   * @param variables In the same order each time.
   * @param terms What is minimized beside the loss, and not measured as part of it.
   * @throws {UserError} when the loss or the gradient is not finite; the weights stay as they were.
   */
  async minimize(
    loss: () => Scalar,
    variables: Variable[],
    standing: Standing,
    terms: () => Scalar[] = () => [],
  ): Promise<UpdateMeasurement> {
    const maxNorm = this.config.clipNorm ?? neverClips;
    const {measured, names, clipped, globalNorm} = gradients(loss, variables, terms, maxNorm);
    try {
      const [[lossBefore], [gradientNorm]] = await Promise.all([measured.data(), globalNorm.data()]);
      requireFiniteGradient({loss: lossBefore, gradientNorm}, {config: this.config, ...standing});
      tidy(() => this.adam.applyGradients(names.map((name, index) => ({name, tensor: clipped[index]}))));
      return {loss: lossBefore, gradientNorm, clipped: gradientNorm > maxNorm};
    } finally {
      dispose([measured, globalNorm, ...clipped]);
    }
  }

  /** The count of updates and the moments. Named by place: variables have other names in another process. */
  async snapshot(): Promise<StoredTensor[]> {
    const weights = await this.adam.getWeights();
    const values = await Promise.all(weights.map(({tensor: value}) => value.data()));
    const stored = weights.map(({tensor: {shape}}, index) => ({
      name: index === 0 ? 'iter' : `moment${index}`,
      shape,
      values: Float32Array.from(values[index]),
    }));
    weights[0].tensor.dispose(); // made for the call; the moments are the optimizer's own
    return stored;
  }

  /** Puts back what `snapshot` took, into an optimizer that has made no update yet. */
  async restore(stored: readonly StoredTensor[]): Promise<void> {
    if (stored.length === 1) return; // taken before the first update: there are no moments yet
    const weights = stored.map(({name, shape, values}) => ({name, tensor: tensor(values, shape)}));
    await this.adam.setWeights(weights);
    dispose(weights.map((weight) => weight.tensor));
  }

  dispose(): void {
    this.adam.dispose();
  }
}

/** The loss before the terms, and the clipped gradients of loss and terms, in the variables' order. The caller disposes of them. */
function gradients(
  loss: () => Scalar,
  variables: Variable[],
  terms: () => Scalar[],
  maxNorm: number,
): {measured: Scalar; names: string[]; clipped: Tensor[]; globalNorm: Scalar} {
  return tidy(() => {
    let measured: Scalar | undefined;
    const {grads} = variableGrads(() => {
      const value = loss();
      measured = keep(clone(value)); // else it goes with the scope of the gradient
      return terms().reduce((sum, term) => add<Scalar>(sum, term), value);
    }, variables);
    const names = variables.map(({name}) => name).filter((name) => grads[name] != null);
    const found = names.map((name) => grads[name]);
    return {measured: measured!, names, ...clipByGlobalNorm(found, maxNorm)};
  });
}

/** The share of the rate that is left where `linear` and `cosine` name none. */
const leftAtTheEnd = 0.01;

function parseDecay(decay: string, updates: number): LearningRateDecay | null {
  const [kind, given] = decay.split(':');
  if (kind === 'none') return null;
  if (kind === 'linear' || kind === 'cosine')
    return {kind: kind satisfies PlannedDecay['kind'], to: Number(given ?? leftAtTheEnd), updates};
  return {kind: kind as EndlessDecay['kind'], rate: Number(given)};
}
