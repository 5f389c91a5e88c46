import {dispose, keep, mul, sub, tidy, variableGrads} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {clipByGlobalNorm} from 'normprop-core';
import {testBatches} from 'normprop-datasets';
import type {SequenceBatch, SymbolStream} from 'normprop-datasets';
import type {CharModel} from '../model/charModel.js';
import {UserError} from '../../userError.js';
import type {Measurement} from './validate.js';
import {WeightedMean} from './weightedMean.js';
import {yieldToEvents} from '../../run/yieldToEvents.js';

/** How dynamic evaluation learns. */
interface DynamicOptions {
  /** Of plain gradient descent. */
  learningRate: number;
  onProgress?: (done: number) => void;
}

/**
 * Measures a model on a whole stream as one sequence while it goes on learning from what it has read: each piece of the training
 * length is predicted first and learnt from afterwards, by one step of gradient descent on its mean loss, clipped and projected
 * as in training. The model is changed; its run folder is not.
 *
 * Such figures are not to be compared with those of a model that stays as it is.
 *
 * @throws {UserError} for Batch Norm, whose statistics belong to the steps from the start of a piece.
 *
 * Source: Mikolov 2010 (dynamic evaluation); Krause et al. 2018 (with plain gradient descent).
 */
export async function measureDynamically(
  model: CharModel,
  stream: SymbolStream,
  {learningRate, onProgress}: DynamicOptions,
): Promise<Measurement> {
  const {config} = model;
  if (config.model === 'batchNorm')
    throw new UserError(
      '--dynamic: Batch Norm has no statistics for a state that is carried on while it learns',
      2,
    );
  const batches = testBatches(stream, {length: config.length});
  const mean = new WeightedMean();
  let state: Tensor[] = [];
  try {
    for (const batch of batches) {
      const {loss, next} = predictAndLearn(model, batch, state, learningRate);
      dispose(state);
      state = next;
      mean.add(loss / Math.LN2, batch.targets.length);
      onProgress?.((batch.index + 1) / batches.count);
      await yieldToEvents();
    }
  } finally {
    dispose(state);
  }
  return {bitsPerCharacter: mean.value, characters: batches.targetCount};
}

function predictAndLearn(
  model: CharModel,
  batch: SequenceBatch,
  state: Tensor[],
  learningRate: number,
): {loss: number; next: Tensor[]} {
  const {variables, config} = model;
  let loss = 0;
  const next = tidy(() => {
    let end: Tensor[] = [];
    const {vectors} = model.tensorsOf(batch);
    const {value, grads} = variableGrads(() => {
      const x = model.inputsOf(vectors);
      const initialState = state.length ? state : undefined;
      const [hidden, ...last] = model.recurrent.call(x, {training: false, initialState}) as Tensor[];
      end = last.map(keep); // variableGrads disposes of what is not returned
      return model.outputLoss(hidden as Tensor3D, batch.targets) as Scalar;
    }, variables);
    [loss] = value.dataSync();
    const learnt = variables.filter(({name}) => grads[name] != null);
    let steps = learnt.map(({name}) => grads[name]);
    if (config.clipNorm !== null) steps = clipByGlobalNorm(steps, config.clipNorm).clipped;
    learnt.forEach((variable, index) => variable.assign(sub(variable, mul(steps[index], learningRate))));
    return end as Tensor2D[];
  });
  model.project();
  return {loss, next};
}
