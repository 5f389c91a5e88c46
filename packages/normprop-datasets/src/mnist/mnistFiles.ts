import type {RemoteFile} from '../download/remoteFile.js';

/** The four files of MNIST. */
export type MNISTFile = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** Where the files are served; `https://storage.googleapis.com/cvdf-datasets/mnist/` has the same ones. */
export const MNIST_BASE_URL = 'https://ossci-datasets.s3.amazonaws.com/mnist/';

/** The four files of MNIST as Y. LeCun, C. Cortes and C. Burges published them. */
export const MNIST_FILES: Readonly<Record<MNISTFile, Omit<RemoteFile, 'url'>>> = {
  trainImages: {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 9912422,
    sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 28881,
    sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 1648877,
    sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 4542,
    sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  },
};
