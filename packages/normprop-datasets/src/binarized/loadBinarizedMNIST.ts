import {findInFolder} from '../bytes/findInFolder.js';
import {readFileBytes} from '../bytes/readFileBytes.js';
import {dataStore} from '../download/dataStore.js';
import {bitImages} from '../images/bitImages.js';
import type {ImageCorpus, ImageSet} from '../images/imageSet.js';
import {
  checkLoadOptions,
  LOAD_IMAGES_OPTIONS,
  type FileSource,
  type LoadImagesOptions,
} from '../images/loadImagesOptions.js';
import type {OptionKinds} from '../options/checkOptions.js';
import {SPLIT_KINDS, SPLITS, type Split} from '../text/textCorpus.js';
import {BINARIZED_BASE_URL, BINARIZED_FILES} from './binarizedFiles.js';
import {readBinaryImages} from './readBinaryImages.js';

/** Options of {@link loadBinarizedMNIST}. */
export interface LoadBinarizedMNISTOptions extends LoadImagesOptions {
  /**
   * A folder that holds binarized_mnist_{train,valid,test} with the ending .amat (text or MATLAB) or .mat. Nothing is downloaded
   * then.
   */
  dir?: string;
  /** The three files by themselves: paths, or bytes (as a browser has them). Nothing is downloaded then. */
  files?: Readonly<Record<Split, FileSource>>;
}

const OPTIONS: OptionKinds<LoadBinarizedMNISTOptions> = {...LOAD_IMAGES_OPTIONS, files: 'object'};
const SHAPE = {height: 28, width: 28, channels: 1} as const;
const PIXELS = SHAPE.height * SHAPE.width;

/**
 * The fixed binarized MNIST: 50,000 training, 10,000 validation and 10,000 test images of 28x28 pixels, 0 or 1, drawn once from
 * MNIST's grey values. Likelihoods of generative models are compared on it. It has no labels; its test set is sorted by digit,
 * so shuffle before taking a part (`selectImages`).
 *
 * Reads files that the user names as they are, or the cache, where a packed form (98 bytes an image) is kept. Downloads only with
 * `download: true` (3.9 MB). Works in Node and, without `dir`, in a browser.
 *
 * @throws if a file is missing, neither Larochelle's text nor a MATLAB matrix, cut off, or holds other pixels than 0 and 1, or the
 *   download fails; the message says what to do.
 * @source R. Salakhutdinov, I. Murray, 2008; files of H. Larochelle.
 */
export async function loadBinarizedMNIST(options: LoadBinarizedMNISTOptions = {}): Promise<ImageCorpus> {
  checkLoadOptions('loadBinarizedMNIST', options, {kinds: OPTIONS, files: SPLIT_KINDS});
  const parts: Partial<Record<Split, ImageSet>> = {};
  for (const split of SPLITS) parts[split] = bitImages(await packedImages(split, options), SHAPE);
  return {
    name: 'binarized-mnist',
    description: 'MNIST binarized once and for all (Salakhutdinov and Murray; Larochelle)',
    ...(parts as Record<Split, ImageSet>),
  };
}

async function packedImages(split: Split, options: LoadBinarizedMNISTOptions): Promise<Uint8Array> {
  const {dir, files, download = false, cacheDir, onProgress, signal, network = {}} = options;
  if (files !== undefined) {
    const source = files[split];
    if (source instanceof Uint8Array) return readBinaryImages(source, PIXELS, `files.${split}`);
    if (typeof source === 'string') return readBinaryImages(await readFileBytes(source), PIXELS, source);
    throw new Error(`files.${split}: expected a path or a Uint8Array, got ${String(source)}`);
  }
  const {remote, packed} = BINARIZED_FILES[split];
  if (dir !== undefined) {
    // .mat is quicker to read.
    const names = [remote.name.replace(/\.amat$/, '.mat'), remote.name];
    const inBrowser = 'use loadBinarizedMNIST({download: true}) or loadBinarizedMNIST({files})';
    const path = await findInFolder(dir, names, {what: 'dir', inBrowser});
    return readBinaryImages(await readFileBytes(path), PIXELS, path);
  }
  const store = dataStore('binarized-mnist', cacheDir);
  const kept = await store.get(packed.name, packed.sha256);
  if (typeof kept !== 'string') return kept;
  const base = network.baseUrl ?? BINARIZED_BASE_URL;
  if (!download) {
    const names = SPLITS.map((each) => BINARIZED_FILES[each].remote.name).join(', ');
    throw new Error(
      `${store.where(packed.name)}: ${kept}. Pass dir, the folder that holds ${names}, ` +
        `or download: true to fetch them (3.9 MB) from ${base}`,
    );
  }
  const url = `${base}${base.endsWith('/') ? '' : '/'}${remote.name}`;
  const bytes = await store.download({...remote, url}, {...network, onProgress, signal});
  const images = await readBinaryImages(bytes, PIXELS, remote.name);
  await store.put(packed.name, images);
  await store.remove(remote.name);
  return images;
}
