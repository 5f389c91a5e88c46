import type {RemoteFile} from '../download/remoteFile.js';
import type {Split} from '../text/textCorpus.js';

/** Where the MATLAB form of the files is served over https. */
export const BINARIZED_BASE_URL =
  'https://raw.githubusercontent.com/mingzhang-yin/ARM-gradient/bac893cfcec486bbd00b755b12cf8402053b0e84/';

/** One part of the fixed binarized MNIST: the file that is downloaded, and what is kept of it. */
export interface BinarizedFile {
  /** A MATLAB 5 file, although its name ends as those of Larochelle's text files do. */
  readonly remote: Omit<RemoteFile, 'url'>;
  /** The same images packed by `packBits`. */
  readonly packed: {readonly name: string; readonly sha256: string};
}

/**
 * H. Larochelle's three files, `binarized_mnist_{train,valid,test}.amat`, in the MATLAB form that is served over https. The text that they
 * stand for has the SHA-256 sums ad693b29…, 1de3d397… and e6687bfe… of the originals (a test computes them).
 */
export const BINARIZED_FILES: Readonly<Record<Split, BinarizedFile>> = {
  train: {
    remote: {
      name: 'binarized_mnist_train.amat',
      bytes: 2852060,
      sha256: '79a0312c7389d855cfc97e3812de3998417c5829d8a51543b56a90a91252ae7e',
    },
    packed: {
      name: 'binarized_mnist_train.bits',
      sha256: '727146c35424b019f3e350e1e69faa05644a0abaf787e3f4e1a9632220a13906',
    },
  },
  valid: {
    remote: {
      name: 'binarized_mnist_valid.amat',
      bytes: 571883,
      sha256: '7436afc856959075c7787025bb8a4ba2b520b9230ee39667c66aa7dd2819dd68',
    },
    packed: {
      name: 'binarized_mnist_valid.bits',
      sha256: 'a256ac44ae26be720fad8616a05ed6ecfd1619930d9a208379bb2a4405df5b6d',
    },
  },
  test: {
    remote: {
      name: 'binarized_mnist_test.amat',
      bytes: 490132,
      sha256: '5bc30222e1e7896cbccd1e1db6b28540cc1230f4d2d5473841a5f6cc54be8d38',
    },
    packed: {
      name: 'binarized_mnist_test.bits',
      sha256: '9fcd8da6f0fdf09b2ba30fe63a0bb784042a0de82563172530229b983e294ff2',
    },
  },
};
