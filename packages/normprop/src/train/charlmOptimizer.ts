import {dispose, tensor} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {adam} from 'normprop-layers';
import type {ClippedAdam, LearningRateDecay} from 'normprop-layers';
import type {CharlmConfig} from '../config/charlmConfig.js';
import type {StoredTensor} from '../run/checkpointFormat.js';

/** A gradient and the name of the variable that it belongs to. */
export interface NamedGradient {
  name: string;
  tensor: Tensor;
}

/** Adam with the config's learning rate and decay, whose state can be written down and put back to the bit. */
export class CharlmOptimizer {
  private readonly adam: ClippedAdam;

  constructor({learningRate, decay}: Pick<CharlmConfig, 'learningRate' | 'decay'>) {
    this.adam = adam({learningRate, decay: parseDecay(decay)});
  }

  /** One update; the gradients come in the same order each time. */
  apply(gradients: NamedGradient[]): void {
    this.adam.applyGradients(gradients);
  }

  /** The count of updates and the moments. Named by place: variables have other names in another process. */
  async snapshot(): Promise<StoredTensor[]> {
    const weights = await this.adam.getWeights();
    const stored = weights.map(({tensor: value}, index) => ({
      name: index === 0 ? 'iter' : `moment${index}`,
      shape: value.shape,
      values: Float32Array.from(value.dataSync()),
    }));
    weights[0].tensor.dispose(); // made for the call; the moments are the optimiser's own
    return stored;
  }

  /** Puts back what `snapshot` took, into an optimiser that has made no update yet. */
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

function parseDecay(decay: string): LearningRateDecay | null {
  const [kind, rate] = decay.split(':');
  return kind === 'none' ? null : {kind: kind as LearningRateDecay['kind'], rate: Number(rate)};
}
