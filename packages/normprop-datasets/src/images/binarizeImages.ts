import {seededUniform} from '../batching/seededUniform.js';
import {imageSet, type ImageSet} from './imageSet.js';

/**
 * Images of 0 and 1 drawn from grey ones: a pixel is 1 with its value as probability.
 *
 * Image n is a function of the seed, the draw and n alone, whatever is read before it or beside it. The same draw gives a fixed set;
 * another draw each epoch gives new images each time.
 *
 * @param seed an integer.
 * @param draw an integer, e.g. the epoch. Default 0.
 * @source R. Salakhutdinov, I. Murray, *On the quantitative analysis of deep belief networks*, ICML 2008. Their own draw is `loadBinarizedMNIST`.
 */
export function binarizeImages(images: ImageSet, {seed, draw = 0}: {seed: number; draw?: number}): ImageSet {
  for (const [name, value] of Object.entries({seed, draw})) {
    if (!Number.isSafeInteger(value)) throw new Error(`${name}: expected an integer, got ${value}`);
  }
  return imageSet(images, (index, values) => {
    const uniform = seededUniform(seed, draw, index);
    values.set(images.read([index]));
    for (let i = 0; i < values.length; i++) values[i] = uniform() < values[i] ? 1 : 0;
  });
}
