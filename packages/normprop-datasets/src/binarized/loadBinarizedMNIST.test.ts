import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {dataFolder} from '../../test/dataFolder.js';
import {downloadServer, serve, status, type DownloadServer} from '../../test/downloadServer.js';
import {amatFile, matlabFile} from '../../test/imageFiles.js';
import type {ImageSet} from '../images/imageSet.js';
import {SPLITS, type Split} from '../text/textCorpus.js';
import {loadBinarizedMNIST} from './loadBinarizedMNIST.js';
import {BINARIZED_FILES} from './binarizedFiles.js';

const real = join(dataFolder, 'binarized-mnist');
const rows = (count: number) =>
  Array.from({length: count}, (_, n) => Array.from({length: 784}, (_, i) => +((i * 7 + n) % 3 === 0)));

let folder: string;
let server: DownloadServer;
beforeAll(async () => {
  server = await downloadServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'normprop-binarized-'));
});
afterEach(() => rm(folder, {recursive: true}));

describe('loadBinarizedMNIST', () => {
  it('reads a folder, and files, of text or MATLAB', async () => {
    await writeFile(join(folder, 'binarized_mnist_train.amat'), amatFile(rows(4)));
    await writeFile(join(folder, 'binarized_mnist_valid.mat'), matlabFile(rows(2)));
    await writeFile(join(folder, 'binarized_mnist_test.amat'), matlabFile(rows(1)));
    const corpus = await loadBinarizedMNIST({dir: folder});
    expect([corpus.train.count, corpus.valid.count, corpus.test.count]).toEqual([4, 2, 1]);
    expect(Array.from(corpus.train.read([3]))).toEqual(rows(4)[3]);
    expect(corpus.train.labels).toBeUndefined();
    const valid = join(folder, 'binarized_mnist_valid.mat');
    const named = await loadBinarizedMNIST({
      files: {train: amatFile(rows(4)), valid, test: matlabFile(rows(1))},
    });
    expect(named.valid.read([0, 1])).toEqual(corpus.valid.read([0, 1]));
    await rm(join(folder, 'binarized_mnist_test.amat'));
    await expect(loadBinarizedMNIST({dir: folder})).rejects.toThrow(
      'binarized_mnist_test.amat: there is no such file',
    );
    await expect(
      loadBinarizedMNIST({files: {train: amatFile([[0, 1]]), valid, test: valid}}),
    ).rejects.toThrow('files.train: line 1: expected 784 values, got 2');
  });

  it('downloads nothing unasked, takes nothing else for it, and says what to do', async () => {
    await expect(loadBinarizedMNIST({cacheDir: folder})).rejects.toThrow(
      'binarized_mnist_train.bits: there is no such file. Pass dir, the folder that holds binarized_mnist_train.amat, ' +
        'binarized_mnist_valid.amat, binarized_mnist_test.amat, or download: true to fetch them (3.9 MB) from https://',
    );
    const network = {baseUrl: server.url, attempts: 2, retryDelay: 1};
    server.answer(serve(new Uint8Array(BINARIZED_FILES.train.remote.bytes)));
    await expect(loadBinarizedMNIST({cacheDir: folder, download: true, network})).rejects.toThrow(
      'binarized_mnist_train.amat: not downloaded after 2 attempts. Last: ' +
        `${server.url}/binarized_mnist_train.amat: wrong checksum`,
    );
    expect(await readdir(folder)).toEqual([]);
    server.answer(status(404));
    await expect(loadBinarizedMNIST({cacheDir: folder, download: true, network})).rejects.toThrow(
      'answered 404',
    );
  });
});

// The real files are 3.9 MB and so not in the repository.
if (existsSync(real)) {
  describe('the real binarized MNIST', () => {
    const known = {
      train: {
        count: 50_000,
        mean: 0.130562,
        amat: 'ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d',
      },
      valid: {
        count: 10_000,
        mean: 0.131127,
        amat: '1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2',
      },
      test: {
        count: 10_000,
        mean: 0.132512,
        amat: 'e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c',
      },
    };

    /** Mean pixel, and the SHA-256 of Larochelle's text of these images. */
    function measure(images: ImageSet): {mean: number; amat: string} {
      const hash = createHash('sha256');
      const text = Buffer.alloc(2 * 784, ' ');
      text[2 * 784 - 1] = 10;
      let ones = 0;
      for (let n = 0; n < images.count; n++) {
        const values = images.read([n]);
        for (let i = 0; i < 784; i++) {
          text[2 * i] = 48 + values[i];
          ones += values[i];
        }
        hash.update(text);
      }
      return {mean: ones / images.count / 784, amat: hash.digest('hex')};
    }

    it('has the known counts and mean pixels, and is the text that Larochelle published', async () => {
      const corpus = await loadBinarizedMNIST({dir: real});
      for (const split of SPLITS) {
        const {mean, amat} = measure(corpus[split]);
        expect(corpus[split].count).toBe(known[split].count);
        expect(mean).toBeCloseTo(known[split].mean, 6);
        expect(amat).toBe(known[split].amat);
      }
    });

    it('is downloaded once, and kept in packed form', async () => {
      const contents: Record<Split, Uint8Array> = {
        train: new Uint8Array(),
        valid: new Uint8Array(),
        test: new Uint8Array(),
      };
      for (const split of SPLITS)
        contents[split] = await readFile(join(real, `binarized_mnist_${split}.mat`));
      server.answer(serve(contents.train), serve(contents.valid), serve(contents.test));
      const network = {baseUrl: `${server.url}/b/`};
      const first = await loadBinarizedMNIST({cacheDir: folder, download: true, network});
      expect(server.requests).toEqual(SPLITS.map((split) => `/b/binarized_mnist_${split}.amat`));
      expect((await readdir(folder)).sort()).toEqual(
        SPLITS.map((split) => `binarized_mnist_${split}.bits`).sort(),
      );
      const again = await loadBinarizedMNIST({cacheDir: folder, network});
      expect(again.test.read([9_999])).toEqual(first.test.read([9_999]));
      expect(server.requests).toHaveLength(3);
      await writeFile(join(folder, 'binarized_mnist_valid.bits'), 'damaged');
      await expect(loadBinarizedMNIST({cacheDir: folder, network})).rejects.toThrow(
        'binarized_mnist_valid.bits: wrong checksum ',
      );
    });
  });
}
