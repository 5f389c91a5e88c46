import {layerOf, recurrenceOf} from 'normprop-convert';
import type {Chain, Weight} from 'normprop-convert';
import type {Variable} from '@tensorflow/tfjs-core';
import type {Vocabulary} from 'normprop-datasets';
import type {CharModel} from './charModel.js';

/**
 * A character model as the exports of normprop-convert take it: symbols in, a row of the projection each (its scale
 * multiplied in), Batch Data Normalization where the model has it, the recurrent layer, softmax. Symbols and probabilities
 * are labelled with their characters.
 *
 * @param options.activation Of the output: `softmax` (default), or `linear` for what the softmax reads.
 */
export async function charChain(
  model: CharModel,
  {symbols}: Vocabulary,
  name: string,
  {activation = 'softmax'}: {activation?: 'softmax' | 'linear'} = {},
): Promise<Chain> {
  const {projection, standardisation, recurrent, outputKernel, outputBias, vocabularySize: size} = model;
  const labels = [...symbols];
  return {
    name,
    input: {name: 'symbols', kind: 'symbols', size, labels},
    output: {name: activation === 'softmax' ? 'probabilities' : 'logits', size, sequence: true, labels},
    layers: [
      {
        kind: 'embedding',
        name: 'projection',
        maskZero: false,
        embeddings: {shape: [size, size], values: projection.rows},
      },
      ...(standardisation ? await layerOf(standardisation) : []),
      {kind: 'recurrent', name: 'recurrent', ...(await recurrenceOf(recurrent))},
      {
        kind: 'dense',
        name: 'output',
        kernel: await valuesOf(outputKernel),
        bias: await valuesOf(outputBias),
        activation,
      },
    ],
  };
}

async function valuesOf(variable: Variable): Promise<Weight> {
  return {shape: variable.shape, values: Float32Array.from(await variable.data())};
}
