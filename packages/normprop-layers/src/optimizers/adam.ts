import {Optimizer, add, div, engine, keep, mul, scalar, sub, tensor, tidy} from '@tensorflow/tfjs-core';
import type {NamedTensorMap, Scalar, Tensor, Variable, serialization} from '@tensorflow/tfjs-core';
import {adamStep, clipByGlobalNorm, isInMemory, projectColumns, readInPlace} from 'normprop-core';
import {UnitNormColumns} from '../constraints/unitNormColumns.js';
import {weightRole} from '../constraints/weightRoles.js';
import type {WeightRole} from '../constraints/weightRoles.js';
import {checkPositive, checkRate} from '../options/checkNumbers.js';
import {checkOptions} from '../options/checkOptions.js';
import {registerClass} from '../tfjs/classes.js';
import {AdamMoments} from './AdamMoments.js';
import type {NamedTensor} from './AdamMoments.js';
import {clipHalfFloats} from './clipHalfFloats.js';
import {hasHalfFloats} from './hasHalfFloats.js';
import {checkDecay, learningRateDecay} from './learningRateDecay.js';
import type {LearningRateDecay} from './learningRateDecay.js';
import {roots, squares} from './secondMoment.js';
import type {SecondMoment} from './secondMoment.js';

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
  /**
   * n₀: a matrix with `unitNormColumns` and n rows learns at η·√(n₀/n), so that its columns turn by the same angle whatever
   * the width; default: at η, since in short runs of 64 to 512 units that was at least as good (experiments/width).
   */
  unitNormFanIn?: number | null;
  /** By how much faster the gains γ of our layers learn; default 1. */
  gainRate?: number;
  /** By how much faster the biases and shifts β of our layers learn; default 1. */
  biasRate?: number;
}

const adamArgNames = [
  'learningRate',
  'beta1',
  'beta2',
  'epsilon',
  'clipNorm',
  'decay',
  'unitNormFanIn',
  'gainRate',
  'biasRate',
] as const;

/** Gradients by the names of their variables. */
export type NamedGradients = NamedTensorMap | Array<{name: string; tensor: Tensor}>;

/** Factors of one update. */
interface Scales {
  /** η_n/(1 − β₁ᵗ). */
  step: number;
  /** 1/√(1 − β₂ᵗ). */
  root: number;
}

/** See `adam`. */
export class ClippedAdam extends Optimizer {
  static readonly className = 'ClippedAdam';
  /** η before decay; may be set at any time. */
  learningRate: number;
  /** How the rate falls; may be set at any time, for a run whose end has moved. */
  decay: LearningRateDecay | null;
  /** ‖g‖ over all variables at the last update, before clipping; null before the first one or without `clipNorm`. */
  globalNorm: Scalar | null = null;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number | null;
  private readonly clipNorm: number | null;
  private readonly unitNormFanIn: number | null;
  private readonly gainRate: number;
  private readonly biasRate: number;
  private readonly moments = new AdamMoments();

  constructor(args: AdamArgs = {}) {
    super();
    checkOptions('adam', args, adamArgNames);
    const {learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon, clipNorm, decay} = args;
    const {unitNormFanIn, gainRate = 1, biasRate = 1} = args;
    checkPositive('learningRate', learningRate);
    checkRate('beta1', beta1);
    checkRate('beta2', beta2);
    if (epsilon != null) checkPositive('epsilon', epsilon);
    if (clipNorm != null) checkPositive('clipNorm', clipNorm);
    if (decay != null) checkDecay(decay);
    if (unitNormFanIn != null) checkPositive('unitNormFanIn', unitNormFanIn);
    checkPositive('gainRate', gainRate);
    checkPositive('biasRate', biasRate);
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon ?? null;
    this.clipNorm = clipNorm ?? null;
    this.decay = decay ?? null;
    this.unitNormFanIn = unitNormFanIn ?? null;
    this.gainRate = gainRate;
    this.biasRate = biasRate;
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

  override applyGradients(gradients: NamedGradients): void {
    const given = gradientList(gradients);
    if (given.length === 0) throw new Error('gradients: expected at least one tensor, got none');
    const {registeredVariables} = engine();
    const variables = given.map(({name}) => ({name, variable: registeredVariables[name]}));
    const way = hasHalfFloats() ? roots : squares;
    this.moments.place(variables, way);
    tidy(() => {
      // In float64 from the number of updates alone, so that a restored optimizer goes on to the bit.
      const t = this.iterations + 1;
      const scales: Scales = {
        step: this.decayedLearningRate / (1 - this.beta1 ** t),
        root: 1 / Math.sqrt(1 - this.beta2 ** t),
      };
      const tensors = this.clip(given.map(({tensor}) => tensor));
      variables.forEach(({name, variable}, i) => this.update(name, variable, tensors[i], way, scales));
    });
    this.incrementIterations();
  }

  /**
   * Number of updates, then all first moments `…/m`, then all second moments `…/v`; the moments are the live variables. With
   * 16-bit floats the second ones are roots, `…/r`; either kind can be put back anywhere.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    return [await this.saveIterations(), ...this.moments.named()];
  }

  /**
   * Puts back what `getWeights` gave, to the bit; the tensors are copied.
   *
   * @throws At once, with nothing changed, if the list is not one of `getWeights` or its shapes fit no variable; at the next
   *   update, before any weight moves, if the variables then do not match it.
   */
  override async setWeights(weightValues: NamedTensor[]): Promise<void> {
    if (weightValues.length % 2 !== 1 || weightValues[0].name !== 'iter') {
      throw new Error(
        `weightValues: expected 'iter' and two moments per variable, got ${weightValues.length} tensors`,
      );
    }
    const [iterations] = await weightValues[0].tensor.data();
    this.moments.restore(weightValues.slice(1));
    this.iterations_ = iterations;
  }

  override getConfig(): serialization.ConfigDict {
    const {decay} = this;
    return {
      ...Object.fromEntries(adamArgNames.map((name) => [name, this[name]])),
      decay: decay && {...decay},
    };
  }

  override dispose(): void {
    this.moments.dispose();
    this.globalNorm?.dispose();
    this.globalNorm = null;
  }

  private clip(gradients: Tensor[]): Tensor[] {
    if (this.clipNorm === null) return gradients;
    const clip = hasHalfFloats() ? clipHalfFloats : clipByGlobalNorm<Tensor[]>;
    const {clipped, globalNorm} = clip(gradients, this.clipNorm);
    this.globalNorm?.dispose();
    this.globalNorm = keep(globalNorm);
    return clipped;
  }

  private update(
    name: string,
    variable: Variable,
    gradient: Tensor,
    way: SecondMoment,
    scales: Scales,
  ): void {
    const role = weightRole(variable);
    const {first, second} = this.moments.of(name, variable);
    const step = scales.step * this.multiplier(role, variable.shape);
    if (isInMemory(engine().backendName)) {
      const [value, m, v, g] = readInPlace([variable, first, second, gradient]);
      const {beta1, beta2, currentEpsilon: epsilon} = this;
      const factors = {beta1, beta2, ...scales, step, epsilon};
      const next = adamStep({value, first: m, second: v}, g, factors);
      first.assign(tensor(next.first, variable.shape));
      second.assign(tensor(next.second, variable.shape));
      const {constraint} = role;
      // Not of a class derived from it, which may project in another way.
      if (constraint?.constructor === UnitNormColumns && variable.rank === 2) {
        const projected = projectColumns(next.value, variable.shape[1]!);
        return variable.assign(tensor(projected, variable.shape));
      }
      const moved = tensor(next.value, variable.shape);
      return variable.assign(constraint?.apply(moved) ?? moved);
    }
    first.assign(add(mul(first, this.beta1), mul(gradient, 1 - this.beta1)));
    second.assign(way.next(second, gradient, this.beta2));
    const root = add(mul(way.root(second), scales.root), scalar(this.currentEpsilon));
    const moved = sub(variable, mul(div(first, root), step));
    variable.assign(role.constraint?.apply(moved) ?? moved);
  }

  /** By how much a weight's rate differs from η. */
  private multiplier({kind, constraint}: WeightRole, [rows]: number[]): number {
    if (kind === 'gain') return this.gainRate;
    if (kind === 'bias') return this.biasRate;
    const hasUnitColumns = constraint instanceof UnitNormColumns;
    return hasUnitColumns && this.unitNormFanIn !== null ? Math.sqrt(this.unitNormFanIn / rows) : 1;
  }

  private get currentEpsilon(): number {
    if (this.epsilon !== null) return this.epsilon;
    return hasHalfFloats() ? 1e-4 : 1e-8;
  }
}
registerClass(ClippedAdam);

/** The gradients that there are: tfjs gives null for a variable that the loss does not depend on. */
function gradientList(gradients: NamedGradients): NamedTensor[] {
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
