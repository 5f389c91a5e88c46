import {findInFolder} from '../bytes/findInFolder.js';
import {readFileBytes} from '../bytes/readFileBytes.js';
import {dataStore} from '../download/dataStore.js';
import {readIDX} from '../idx/readIDX.js';
import {byteImages} from '../images/byteImages.js';
import type {ImageCorpus, ImageSet} from '../images/imageSet.js';
import {
  checkLoadOptions,
  LOAD_IMAGES_OPTIONS,
  type FileSource,
  type LoadImagesOptions,
} from '../images/loadImagesOptions.js';
import {selectImages} from '../images/selectImages.js';
import type {OptionKinds} from '../options/checkOptions.js';
import {MNIST_BASE_URL, MNIST_FILES, type MNISTFile} from './mnistFiles.js';

/** Options of {@link loadMNIST}. */
export interface LoadMNISTOptions extends LoadImagesOptions {
  /**
   * A folder that holds the four files, packed (train-images-idx3-ubyte.gz) or not (train-images-idx3-ubyte), also with the names
   * that some archives give them (train-images.idx3-ubyte) or in folders of these names. Nothing is downloaded then.
   */
  dir?: string;
  /** The four files by themselves: paths, or bytes (as a browser has them). Nothing is downloaded then. */
  files?: Readonly<Record<MNISTFile, FileSource>>;
  /** How many of the last training images are for validation. Default: one in six, 10,000 of MNIST's. */
  validation?: number;
}

interface NamedBytes {
  what: string;
  bytes: Uint8Array;
}

const SIDE = 28;
const OPTIONS: OptionKinds<LoadMNISTOptions> = {...LOAD_IMAGES_OPTIONS, files: 'object', validation: 'any'};
const FILES: OptionKinds<Record<MNISTFile, FileSource>> = {
  trainImages: 'any',
  trainLabels: 'any',
  testImages: 'any',
  testLabels: 'any',
};

/**
 * MNIST: 50,000 training, 10,000 validation and 10,000 test images of digits, 28x28 grey values, with labels.
 *
 * Reads files that the user names as they are (other sets in the same form too, e.g. Fashion-MNIST), or the cache, whose files must have the right
 * checksums. Downloads only with `download: true` (11.6 MB). Works in Node and, without `dir`, in a browser.
 *
 * @throws if a file is missing, not IDX, cut off or does not fit the others, or the download fails; the message says what to do.
 * @source Y. LeCun, C. Cortes, C. Burges, *The MNIST database of handwritten digits*.
 *
 * @example
 * const {train} = await loadMNIST({dir: 'mnist'});
 * const pixels = train.read([0, 1, 2]); // Float32Array of 3 * 28 * 28 values in [0, 1]
 */
export async function loadMNIST(options: LoadMNISTOptions = {}): Promise<ImageCorpus> {
  checkLoadOptions('loadMNIST', options, {kinds: OPTIONS, files: FILES});
  const files = await mnistFiles(options);
  const all = await labelledImages(files.trainImages, files.trainLabels);
  const test = await labelledImages(files.testImages, files.testLabels);
  const {validation = Math.floor(all.count / 6)} = options;
  if (!Number.isInteger(validation) || validation < 1 || validation >= all.count) {
    throw new Error(
      `validation: expected an integer from 1 to ${all.count - 1} (of ${all.count} training images), got ${validation}`,
    );
  }
  const end = all.count - validation;
  return {
    name: 'mnist',
    description: `MNIST, grey, the last ${validation} training images for validation`,
    train: selectImages(all, {end}),
    valid: selectImages(all, {start: end}),
    test,
  };
}

async function mnistFiles(options: LoadMNISTOptions): Promise<Record<MNISTFile, NamedBytes>> {
  const names = Object.keys(MNIST_FILES) as MNISTFile[];
  const entries: Array<[MNISTFile, NamedBytes]> = [];
  for (const name of names) entries.push([name, await mnistFile(name, options)]);
  return Object.fromEntries(entries) as Record<MNISTFile, NamedBytes>;
}

async function mnistFile(name: MNISTFile, options: LoadMNISTOptions): Promise<NamedBytes> {
  const {dir, files, download = false, cacheDir, onProgress, signal, network = {}} = options;
  const file = MNIST_FILES[name];
  if (files !== undefined) {
    const source = files[name];
    if (source instanceof Uint8Array) return {what: name, bytes: source};
    if (typeof source === 'string') return {what: source, bytes: await readFileBytes(source)};
    throw new Error(`files.${name}: expected a path or a Uint8Array, got ${String(source)}`);
  }
  if (dir !== undefined) return fileInFolder(dir, file.name);
  const store = dataStore('mnist', cacheDir);
  const base = network.baseUrl ?? MNIST_BASE_URL;
  if (download) {
    const url = `${base}${base.endsWith('/') ? '' : '/'}${file.name}`;
    const bytes = await store.download({...file, url}, {...network, onProgress, signal});
    return {what: file.name, bytes};
  }
  const bytes = await store.get(file.name, file.sha256);
  if (typeof bytes !== 'string') return {what: file.name, bytes};
  throw new Error(
    `${store.where(file.name)}: ${bytes}. Pass dir, the folder that holds ` +
      `${Object.values(MNIST_FILES)
        .map((each) => each.name)
        .join(', ')}, or download: true to fetch them (11.6 MB) from ${base}`,
  );
}

/** A file of a folder, packed or not, under any of its names. */
async function fileInFolder(dir: string, packedName: string): Promise<NamedBytes> {
  const rawName = packedName.replace(/\.gz$/, '');
  const dotted = rawName.replace('-idx', '.idx');
  const names = [packedName, `${dotted}.gz`, dotted, rawName];
  const path = await findInFolder(dir, names, {
    what: 'dir',
    inBrowser: 'use loadMNIST({download: true}) or loadMNIST({files})',
  });
  return {what: path, bytes: await readFileBytes(path)};
}

async function labelledImages(images: NamedBytes, labels: NamedBytes): Promise<ImageSet> {
  const {shape, data: pixels} = await readIDX(images.bytes, images.what, 3, ([, height, width]) => {
    if (height === SIDE && width === SIDE) return;
    throw new Error(`${images.what}: expected images of ${SIDE}x${SIDE} pixels, got ${height}x${width}`);
  });
  const [count, height, width] = shape;
  const {data} = await readIDX(labels.bytes, labels.what, 1, ([labelCount]) => {
    if (labelCount === count) return;
    throw new Error(`${labels.what}: ${labelCount} labels for the ${count} images of ${images.what}`);
  });
  return byteImages(pixels, {height, width, channels: 1, labels: data});
}
