import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {dataFolder} from '../../test/dataFolder.js';
import {idxFile} from '../../test/imageFiles.js';
import {loadMNIST} from './loadMNIST.js';

const pixel = (image: number, i: number) => (image * 40 + i) & 255;
const images = (count: number, side = 28) =>
  idxFile(
    [count, 28, side],
    Array.from({length: count * 28 * side}, (_, i) => pixel(Math.floor(i / 784), i % 784)),
  );
const labels = (count: number) =>
  idxFile(
    [count],
    Array.from({length: count}, (_, i) => i % 10),
  );
const files = {
  trainImages: images(12),
  trainLabels: labels(12),
  testImages: images(3),
  testLabels: labels(3),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'normprop-mnist-'));
});
afterEach(() => rm(folder, {recursive: true}));

describe('loadMNIST', () => {
  it('has images as numbers in [0, 1], with labels, in three parts', async () => {
    const {train, valid, test, name, description} = await loadMNIST({files});
    expect([train.count, valid.count, test.count]).toEqual([10, 2, 3]);
    expect(train).toMatchObject({height: 28, width: 28, channels: 1});
    expect(Array.from(valid.labels!)).toEqual([0, 1]);
    const values = train.read([9, 0]);
    expect(values).toHaveLength(2 * 784);
    expect(values[5]).toBe(Math.fround(pixel(9, 5) / 255));
    expect(values[784 + 783]).toBe(Math.fround(pixel(0, 783) / 255));
    expect(valid.read([0])[7]).toBe(Math.fround(pixel(10, 7) / 255));
    expect([name, description]).toEqual(['mnist', 'MNIST, grey, the last 2 training images for validation']);
    expect(() => train.read([10])).toThrow('indices[0]: expected a number of the 10 images, got 10');
  });

  it('reads a folder, each file packed or not, and files by their paths', async () => {
    await writeFile(join(folder, 'train-images-idx3-ubyte.gz'), gzipSync(files.trainImages));
    await writeFile(join(folder, 'train-labels-idx1-ubyte'), files.trainLabels);
    await writeFile(join(folder, 't10k-images-idx3-ubyte'), files.testImages);
    await writeFile(join(folder, 't10k-labels-idx1-ubyte'), files.testLabels);
    const corpus = await loadMNIST({dir: folder, validation: 5});
    expect([corpus.train.count, corpus.valid.count]).toEqual([7, 5]);
    const trainImages = join(folder, 'train-images-idx3-ubyte.gz');
    const named = await loadMNIST({files: {...files, trainImages}});
    expect(named.train.read([3])).toEqual(corpus.train.read([3]));
    await rm(join(folder, 't10k-labels-idx1-ubyte'));
    await expect(loadMNIST({dir: folder})).rejects.toThrow('t10k-labels-idx1-ubyte: there is no such file');
    await writeFile(join(folder, 't10k-labels-idx1-ubyte'), '');
    await expect(loadMNIST({dir: folder})).rejects.toThrow('t10k-labels-idx1-ubyte: the file is empty');
  });

  it('finds files by the names of other archives, and in folders of these names', async () => {
    await mkdir(join(folder, 'train-images-idx3-ubyte'));
    await writeFile(join(folder, 'train-images-idx3-ubyte/train-images-idx3-ubyte'), files.trainImages);
    await writeFile(join(folder, 'train-labels.idx1-ubyte'), files.trainLabels);
    await mkdir(join(folder, 't10k-images.idx3-ubyte'));
    await writeFile(join(folder, 't10k-images.idx3-ubyte/t10k-images.idx3-ubyte'), files.testImages);
    await writeFile(join(folder, 't10k-labels.idx1-ubyte.gz'), gzipSync(files.testLabels));
    const {train, test} = await loadMNIST({dir: folder});
    expect([train.count, test.count]).toEqual([10, 3]);
  });

  it('says which names it tried, and what lies there', async () => {
    const load = (dir: string) => expect(loadMNIST({dir})).rejects;
    await load(folder).toThrow(`The folder ${folder} is empty`);
    await load(join(folder, 'none')).toThrow(`There is no folder ${join(folder, 'none')}`);
    await writeFile(join(folder, 'mnist.zip'), 'zip');
    await load(folder).toThrow(
      `${join(folder, 'train-images-idx3-ubyte')}: there is no such file. Tried too: train-images-idx3-ubyte.gz, ` +
        `train-images.idx3-ubyte.gz, train-images.idx3-ubyte. In ${folder} there is mnist.zip`,
    );
    await load(join(folder, 'mnist.zip')).toThrow('mnist.zip is a file, not a folder');
    for (let i = 0; i < 20; i++) await writeFile(join(folder, `x${i}`), '');
    await load(folder).toThrow(', and 9 more');
  });

  it('refuses files that do not fit together', async () => {
    const load = (changed: Partial<typeof files>) =>
      expect(loadMNIST({files: {...files, ...changed}})).rejects;
    await load({trainLabels: labels(11)}).toThrow('trainLabels: 11 labels for the 12 images of trainImages');
    await load({testImages: images(3, 27)}).toThrow('testImages: expected images of 28x28 pixels, got 28x27');
    await load({testImages: labels(3)}).toThrow('testImages: expected an IDX file of images');
    await load({trainImages: images(12).subarray(0, 100)}).toThrow(
      'trainImages: ends after 100 of 9424 bytes',
    );
    await load({trainImages: 7 as never}).toThrow(
      'files.trainImages: expected a path or a Uint8Array, got 7',
    );
    await expect(loadMNIST({files, validation: 12})).rejects.toThrow(
      'validation: expected an integer from 1 to 11 (of 12 training images), got 12',
    );
  });

  it('downloads nothing unasked, and says what to do', async () => {
    await expect(loadMNIST({cacheDir: folder})).rejects.toThrow(
      'train-images-idx3-ubyte.gz: there is no such file. Pass dir, the folder that holds train-images-idx3-ubyte.gz, ' +
        'train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz, ' +
        'or download: true to fetch them (11.6 MB) from https://',
    );
    await writeFile(join(folder, 'train-images-idx3-ubyte.gz'), gzipSync(files.trainImages));
    await expect(loadMNIST({cacheDir: folder})).rejects.toThrow(
      'train-images-idx3-ubyte.gz: wrong checksum ',
    );
    await expect(loadMNIST({dir: folder, download: true})).rejects.toThrow(
      'dir: files that you name are read as they are; leave out dir, or download and cacheDir',
    );
    await expect(loadMNIST({dir: folder, files})).rejects.toThrow('expected either dir or files, got both');
  });
});

// The real files are 11.6 MB and so not in the repository.
if (existsSync(join(dataFolder, 'mnist'))) {
  describe('the real MNIST', () => {
    it('has the known counts, labels and mean', async () => {
      const {train, valid, test} = await loadMNIST({dir: join(dataFolder, 'mnist')});
      expect([train.count, valid.count, test.count]).toEqual([50_000, 10_000, 10_000]);
      expect(Array.from(train.labels!.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
      let sum = 0;
      for (let i = 0; i < test.count; i += 1000) {
        sum += test.read(Array.from({length: 1000}, (_, j) => i + j)).reduce((a, b) => a + b, 0);
      }
      expect(sum / (10_000 * 784)).toBeCloseTo(0.132515, 5);
    });
  });
}
