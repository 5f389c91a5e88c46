import {
  Optimizer,
  add,
  backend,
  dispose,
  div,
  engine,
  keep,
  mul,
  scalar,
  sqrt,
  square,
  sub,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type {NamedTensorMap, Scalar, Tensor, Variable, serialization} from '@tensorflow/tfjs-core';
import {clipByGlobalNorm} from 'normprop-core';
import {checkPositive, checkRate} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {hasHalfFloats} from './hasHalfFloats.js';
import {checkDecay, learningRateDecay} from './learningRateDecay.js';
import type {LearningRateDecay} from './learningRateDecay.js';

/** Arguments of `adam`. */
export interface AdamArgs {
  /** η, the learning rate before decay; default 1e-3. */
  learningRate?: number;
  /** Decay of the first moment; default 0.9. */
  beta1?: number;
  /** Decay of the second moment; default 0.999. */
  beta2?: number;
  /** ε; default 1e-8 as in the paper (tf.train.adam: 1e-7), and tfjs's own 1e-4 on WebGL with 16-bit floats. */
  epsilon?: number | null;
  /** Scale all gradients together so that their common norm is at most this; default: no clipping. */
  clipNorm?: number | null;
  /** How the learning rate falls with the updates; default: not at all. */
  decay?: LearningRateDecay | null;
}

const adamArgNames = ['learningRate', 'beta1', 'beta2', 'epsilon', 'clipNorm', 'decay'];

type Gradients = NamedTensorMap | Array<{name: string; tensor: Tensor}>;
type NamedTensor = {name: string; tensor: Tensor};

interface Moments {
  first: Variable;
  second: Variable;
}

/** See `adam`. */
export class ClippedAdam extends Optimizer {
  static readonly className = 'ClippedAdam';
  /** η before decay; may be set at any time. */
  learningRate: number;
  /** ‖g‖ over all variables at the last update, before clipping; null before the first one or without `clipNorm`. */
  globalNorm: Scalar | null = null;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number | null;
  private readonly clipNorm: number | null;
  private readonly decay: LearningRateDecay | null;
  private readonly moments = new Map<string, Moments>();
  // Set by setWeights, until the first update says which variables there are.
  private restored: NamedTensor[] | null = null;

  constructor(args: AdamArgs = {}) {
    super();
    checkOptions('adam', args, adamArgNames);
    const {learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon, clipNorm, decay} = args;
    checkPositive('learningRate', learningRate);
    checkRate('beta1', beta1);
    checkRate('beta2', beta2);
    if (epsilon != null) checkPositive('epsilon', epsilon);
    if (clipNorm != null) checkPositive('clipNorm', clipNorm);
    if (decay != null) checkDecay(decay);
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon ?? null;
    this.clipNorm = clipNorm ?? null;
    this.decay = decay ?? null;
    this.iterations_ = 0;
  }

  /** The learning rate of the next update, decay included. */
  get decayedLearningRate(): number {
    return learningRateDecay(this.learningRate, this.decay, this.iterations);
  }

  /** `globalNorm` as a number, NaN where there is none. Does not hold up the device before it is awaited. */
  async readGlobalNorm(): Promise<number> {
    return this.globalNorm === null ? NaN : (await this.globalNorm.data())[0];
  }

  override applyGradients(gradients: Gradients): void {
    const given = gradientList(gradients);
    if (given.length === 0) throw new Error('gradients: expected at least one tensor, got none');
    this.placeRestored(given.map(({name}) => name));
    tidy(() => {
      // In float64 from the number of updates alone, so that a restored optimizer goes on to the bit.
      const t = this.iterations + 1;
      const stepSize = this.decayedLearningRate / (1 - this.beta1 ** t);
      const secondScale = 1 / Math.sqrt(1 - this.beta2 ** t);
      const tensors = this.clip(given.map(({tensor}) => tensor));
      given.forEach(({name}, i) => this.update(name, tensors[i], stepSize, secondScale));
    });
    this.incrementIterations();
  }

  /** Number of updates, then all first moments, then all second moments; the moments are the live variables. */
  override async getWeights(): Promise<NamedTensor[]> {
    const iterations = await this.saveIterations();
    if (this.restored !== null) return [iterations, ...this.restored];
    const entries = [...this.moments.entries()];
    return [
      iterations,
      ...entries.map(([name, {first}]) => ({name: `${name}/m`, tensor: first as Tensor})),
      ...entries.map(([name, {second}]) => ({name: `${name}/v`, tensor: second as Tensor})),
    ];
  }

  /**
   * Puts back what `getWeights` gave, to the bit; the tensors are copied.
   *
   * @throws At once if the list is not one of `getWeights`; at the next update if the variables do not match it.
   */
  override async setWeights(weightValues: NamedTensor[]): Promise<void> {
    if (weightValues.length % 2 !== 1 || weightValues[0].name !== 'iter') {
      throw new Error(
        `weightValues: expected 'iter' and two moments per variable, got ${weightValues.length} tensors`,
      );
    }
    this.iterations_ = (await weightValues[0].tensor.data())[0];
    this.disposeMoments();
    this.restored = weightValues
      .slice(1)
      .map(({name, tensor}) => ({name, tensor: tidy(() => tensor.variable(false) as Tensor)}));
  }

  override getConfig(): serialization.ConfigDict {
    const {learningRate, beta1, beta2, epsilon, clipNorm, decay} = this;
    return {learningRate, beta1, beta2, epsilon, clipNorm, decay: decay && {...decay}};
  }

  override dispose(): void {
    this.disposeMoments();
    this.globalNorm?.dispose();
    this.globalNorm = null;
  }

  private clip(gradients: Tensor[]): Tensor[] {
    if (this.clipNorm === null) return gradients;
    const {clipped, globalNorm} = clipByGlobalNorm(gradients, this.clipNorm);
    this.globalNorm?.dispose();
    this.globalNorm = keep(globalNorm);
    return clipped;
  }

  private update(name: string, gradient: Tensor, stepSize: number, secondScale: number): void {
    const value = engine().registeredVariables[name];
    const {first, second} = this.momentsOf(name, value);
    const m = add(mul(first, this.beta1), mul(gradient, 1 - this.beta1));
    const v = add(mul(second, this.beta2), mul(square(gradient), 1 - this.beta2));
    first.assign(m);
    second.assign(v);
    const step = div(mul(m, stepSize), add(mul(sqrt(v), secondScale), scalar(this.currentEpsilon)));
    value.assign(sub(value, step));
  }

  private get currentEpsilon(): number {
    if (this.epsilon !== null) return this.epsilon;
    return hasHalfFloats() ? backend().epsilon() : 1e-8;
  }

  private momentsOf(name: string, value: Tensor): Moments {
    let moments = this.moments.get(name);
    if (moments === undefined) {
      moments = {first: zerosLike(value).variable(false), second: zerosLike(value).variable(false)};
      this.moments.set(name, moments);
    }
    return moments;
  }

  /** Gives restored moments to the variables: by name, or in order where a new process has other names. */
  private placeRestored(names: string[]): void {
    const {restored} = this;
    if (restored === null) return;
    const count = restored.length / 2;
    const saved = restored.slice(0, count).map(({name}) => name.replace(/\/m$/, ''));
    const byName = names.every((name) => saved.includes(name));
    if (!byName && count !== names.length) {
      throw new Error(
        `setWeights: moments of ${count} variables were restored, the update has ${names.length}`,
      );
    }
    saved.forEach((name, i) => {
      this.moments.set(byName ? name : names[i], {
        first: restored[i].tensor as Variable,
        second: restored[count + i].tensor as Variable,
      });
    });
    this.restored = null;
  }

  private disposeMoments(): void {
    for (const {first, second} of this.moments.values()) dispose([first, second]);
    this.moments.clear();
    if (this.restored !== null) dispose(this.restored.map(({tensor}) => tensor));
    this.restored = null;
  }
}

/** The gradients that there are: tfjs gives null for a variable that the loss does not depend on. */
function gradientList(gradients: Gradients): NamedTensor[] {
  const list = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({name, tensor}));
  return list.filter(({tensor}) => tensor != null);
}

/**
 * Adam with clipping of the global gradient norm and a decaying learning rate.
 *
 *     g ← g · clipNorm/max(‖g‖, clipNorm)
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     w ← w − η_n · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε),   t = n + 1 after n updates, η_n by `learningRateDecay`
 *
 * Works with `model.compile({optimizer})` and `fit`, with `minimize`, and with `applyGradients`. Unlike tf.train.adam its
 * state can be put back to the bit (tfjs keeps products of β in float32 and restores them by a power), the learning rate can
 * be set, and there are clipping and decay.
 *
 * @throws If an argument is out of range.
 *
 * Source: Kingma & Ba 2015, algorithm 1; Pascanu, Mikolov & Bengio 2013 (clipping).
 *
 * @example
 * model.compile({optimizer: adam({learningRate: 2e-3, clipNorm: 1}), loss: 'meanSquaredError'});
 */
export function adam(args: AdamArgs = {}): ClippedAdam {
  return new ClippedAdam(args);
}
