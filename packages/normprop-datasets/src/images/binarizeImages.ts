import {seededUniform} from '../batching/seededUniform.js';
import {checkIntegers} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import {imageSet, type ImageSet} from './imageSet.js';

/** Options of {@link binarizeImages}. */
export interface BinarizeImagesOptions {
  /** Which random numbers; an integer. */
  seed: number;
  /** Which draw of this seed; an integer, e.g. the epoch. Default 0. */
  draw?: number;
}

const OPTIONS: OptionKinds<BinarizeImagesOptions> = {seed: 'any', draw: 'any'};

/**
 * Images of 0 and 1 drawn from grey ones: a pixel is 1 with its value as probability.
 *
 * Image n is a function of the seed, the draw and n alone, whatever is read before it or beside it. The same draw gives a fixed set;
 * another draw each epoch gives new images each time.
 *
 * @throws if seed or draw is not an integer.
 * @source R. Salakhutdinov, I. Murray, *On the quantitative analysis of deep belief networks*, ICML 2008. Their own draw is `loadBinarizedMNIST`.
 */
export function binarizeImages(images: ImageSet, options: BinarizeImagesOptions): ImageSet {
  checkOptions('binarizeImages', options, OPTIONS);
  const {seed, draw = 0} = options;
  checkIntegers({seed, draw});
  return imageSet(images, (index, values) => {
    const uniform = seededUniform(seed, draw, index);
    values.set(images.read([index]));
    for (let i = 0; i < values.length; i++) values[i] = uniform() < values[i] ? 1 : 0;
  });
}
