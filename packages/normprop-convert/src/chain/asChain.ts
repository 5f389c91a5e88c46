import type {LayersModel} from '@tensorflow/tfjs-layers';
import type {Chain} from './chain.js';
import {chainOf} from './chainOf.js';
import type {ChainNames} from './chainOf.js';

/** The chain of a tfjs model; a chain stays what it is, but for its names. */
export async function asChain(model: LayersModel | Chain, names: ChainNames): Promise<Chain> {
  if ('getClassName' in model) return chainOf(model, names);
  const {name, inputLabels, outputLabels} = names;
  return {
    ...model,
    ...(name !== undefined && {name}),
    ...(inputLabels && {input: {...model.input, labels: inputLabels}}),
    ...(outputLabels && {output: {...model.output, labels: outputLabels}}),
  };
}
