import type {layers} from '@tensorflow/tfjs-layers';
import {notImported} from './kerasConfig.js';

/** What `activation` options of tfjs take. */
type ActivationIdentifier = Parameters<typeof layers.activation>[0]['activation'];

/** Activations that are the same function in Keras 3 and tfjs, by Keras' names. */
const activations = {
  linear: 'linear',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  softplus: 'softplus',
  softsign: 'softsign',
  softmax: 'softmax',
  log_softmax: 'logSoftmax',
  swish: 'swish',
  silu: 'swish',
} as const;

/** The tfjs name of an activation of Keras. @throws For one that tfjs does not have or computes otherwise, naming it. */
export function activationOfKeras(layer: string, activation: unknown): ActivationIdentifier {
  const name = activation ?? 'linear';
  if (typeof name !== 'string' || !Object.hasOwn(activations, name))
    throw notImported(
      layer,
      `activation ${JSON.stringify(activation)}`,
      `use one of ${Object.keys(activations).join(', ')}`,
    );
  // tfjs has logSoftmax and leaves it out of its type.
  return activations[name as keyof typeof activations] as ActivationIdentifier;
}
