import {tensor3d} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {checkSeed, checkSizes} from '../check/checkNumbers.js';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import type {DrawConfig} from '../config/drawArgs.js';
import {normals} from '../random/normals.js';

/** What determines the noise of a batch. */
export interface LatentNoiseArgs {
  glimpses: number;
  latentSize: number;
  seed: number;
  /** The numbers of the images in their set, or how many images there are (numbers from 0). */
  images: number | ArrayLike<number>;
}

/** Its arguments, and what else a network's config has, which may be spread into them. */
const ARGS: OptionNames<LatentNoiseArgs & DrawConfig> = {
  glimpses: true,
  latentSize: true,
  seed: true,
  images: true,
  imageShape: true,
  attention: true,
  readSize: true,
  writeSize: true,
  encoder: true,
  decoder: true,
};

/**
 * The noise ε of the latents, [T,B,Z], standard normal.
 *
 * The noise of an image is a function of the seed and the image's number alone, whatever is beside it in the batch: a bound over a
 * set does not depend on how the set is cut into batches.
 *
 * @param args `{...model.config, seed, images}` takes the sizes from a network.
 * @throws for an argument that is not there, a size that is no positive integer and a seed that is no integer.
 */
export function latentNoise(args: LatentNoiseArgs): Tensor3D {
  checkOptions<Partial<LatentNoiseArgs & DrawConfig>>('latentNoise', args, ARGS);
  const {glimpses, latentSize, seed, images} = args;
  checkSizes({glimpses, latentSize});
  checkSeed('seed', seed);
  const numbers = typeof images === 'number' ? Array.from({length: images}, (_, i) => i) : images;
  const batch = numbers.length;
  checkSizes({images: batch});
  const values = new Float32Array(glimpses * batch * latentSize);
  for (let b = 0; b < batch; b++) {
    const own = normals(glimpses * latentSize, seed, numbers[b]);
    for (let t = 0; t < glimpses; t++) {
      values.set(own.subarray(t * latentSize, (t + 1) * latentSize), (t * batch + b) * latentSize);
    }
  }
  return tensor3d(values, [glimpses, batch, latentSize]);
}
