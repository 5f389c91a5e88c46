import {randomNormal} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {gradientDecay} from 'normprop-core/research';
import type {RecurrentModel} from 'normprop-core';
import {modelTitles} from '../../config/modelNames.js';
import {resolveConfig} from '../../charlm/config/resolveConfig.js';
import {recurrentLayer} from '../../charlm/model/recurrentLayer.js';

/** Of which layers, and how far back, the gradient is followed. */
export interface ModelDecayArgs {
  models: readonly RecurrentModel[];
  /** H, and the size of the inputs. */
  units: number;
  /** T, the steps that the gradient is followed back; 20 more go before them. */
  length: number;
  forgetBias: number;
  seed: number;
}

/** Norms of the gradient at one time step, root mean square over sequences. */
export interface GradientDecayPoint {
  model: string;
  /** Steps before the last. */
  stepsBack: number;
  /** ‖∂L/∂h_k‖, through all later steps, c_k held. */
  hidden: number;
  /** ‖∂L/∂c_k‖, through all later steps, h_k held. */
  cell: number;
}

/** Sequences over which the norms are averaged; Batch Norm takes its statistics over them. */
const sequences = 16;

/** Steps before the first state: at h = 0 the slope of Layer Norm and Batch Norm says nothing about later steps. */
const warmUp = 20;

/**
 * How the gradient fades or grows on its way back through untrained layers, see `gradientDecay`: x ~ N(0,1), each model with
 * its usual gains and the same orthogonal weights.
 */
export function* modelDecay(args: ModelDecayArgs): Generator<GradientDecayPoint> {
  const {units, length, forgetBias, seed} = args;
  const total = warmUp + length;
  for (const model of args.models) {
    const layer = recurrentLayer(resolveConfig({model, units, length: total, forgetBias}), units, seed, 1);
    const x = randomNormal([total, sequences, units], 0, 1, 'float32', seed) as Tensor3D;
    const weights = layer.cell.coreWeights();
    const {hidden, cell} = gradientDecay({x, weights, options: layer.cell.modelOptions(), warmUp});
    x.dispose();
    layer.weights.forEach((weight) => weight.dispose());
    for (let back = 0; back < length; back++)
      yield {model: modelTitles[model], stepsBack: back + 1, hidden: hidden[back], cell: cell[back]};
  }
}
