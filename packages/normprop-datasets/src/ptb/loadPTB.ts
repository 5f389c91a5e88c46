import {findInFolder} from '../bytes/findInFolder.js';
import {cacheFolder} from '../download/cacheFolder.js';
import {downloadFile} from '../download/downloadFile.js';
import type {DownloadProgress} from '../download/remoteFile.js';
import {fileChecksum} from '../download/fileChecksum.js';
import {checkNetwork, type NetworkOptions} from '../download/networkOptions.js';
import {nodeModule} from '../node/nodeModule.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import {readTextFile} from '../text/readTextFile.js';
import {SPLITS, textCorpus, type Split, type TextCorpus} from '../text/textCorpus.js';
import type {Vocabulary} from '../text/vocabulary.js';
import {ptbCharacters} from './ptbCharacters.js';
import {PTB_BASE_URL, PTB_FILES} from './ptbFiles.js';

/** Options of {@link loadPTB}. */
export interface LoadPTBOptions {
  /** A folder that holds ptb.train.txt, ptb.valid.txt and ptb.test.txt. Nothing is downloaded then. */
  dir?: string;
  /** Whether files that the cache folder lacks may be downloaded. Default false. */
  download?: boolean;
  /** The cache folder. Default: `ptb` in {@link cacheFolder}. */
  cacheDir?: string;
  /** Keep the space after each line's last word; see {@link ptbCharacters}. Default false. */
  untrimmed?: boolean;
  /** The numbering of the characters, e.g. that of a model which learns on; see {@link textCorpus}. Default: made from the training text. */
  vocabulary?: Vocabulary;
  /** Called as bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends a download. */
  signal?: AbortSignal;
  /** How to download. */
  network?: NetworkOptions;
}

const OPTIONS: OptionKinds<LoadPTBOptions> = {
  dir: 'string',
  download: 'boolean',
  cacheDir: 'string',
  untrimmed: 'boolean',
  vocabulary: 'object',
  onProgress: 'function',
  signal: 'object',
  network: 'object',
};

/**
 * The Penn Treebank as characters (Node only): 5,017,482 training, 393,042 validation and 442,423 test symbols, 50 different ones; with
 * `untrimmed` 5,059,550, 396,412 and 446,184.
 *
 * Reads the folder `dir` as it is, or the cache folder, whose files must have the right checksums. Downloads only with
 * `download: true`: the text "should be free for research purposes" and is not ours to give.
 *
 * @throws if a file is missing or not text, or the download fails; the message says what to do.
 * @source T. Mikolov et al., *Subword language modeling with neural networks*, 2012; the files of W. Zaremba's copy.
 *
 * @example
 * const corpus = await loadPTB({download: true, onProgress: ({file, receivedBytes}) => console.log(file, receivedBytes)});
 */
export async function loadPTB(options: LoadPTBOptions = {}): Promise<TextCorpus> {
  checkOptions('loadPTB', options, OPTIONS);
  if (options.network !== undefined) checkNetwork(options.network);
  const {dir, download = false, untrimmed = false, vocabulary} = options;
  if (dir !== undefined && (download || options.cacheDir !== undefined)) {
    throw new Error(
      'dir: files of a named folder are read as they are; leave out dir, or download and cacheDir',
    );
  }
  const folder = dir ?? (await cachedFolder(options));
  const texts: Record<Split, string> = {train: '', valid: '', test: ''};
  for (const split of SPLITS) {
    const path = await findInFolder(folder, [PTB_FILES[split].name], {what: 'loadPTB'});
    texts[split] = ptbCharacters(await readTextFile(path), {untrimmed});
  }
  const lines = untrimmed ? 'a space kept at the end of each line' : 'lines trimmed';
  return textCorpus({name: 'ptb', description: `Penn Treebank, characters, ${lines}`, texts, vocabulary});
}

/** The cache folder with all three files in it. */
async function cachedFolder({
  download,
  cacheDir,
  onProgress,
  signal,
  network = {},
}: LoadPTBOptions): Promise<string> {
  const path = nodeModule('node:path', 'loadPTB');
  const folder = cacheDir ?? path.join(cacheFolder(), 'ptb');
  const base = network.baseUrl ?? PTB_BASE_URL;
  for (const split of SPLITS) {
    const file = PTB_FILES[split];
    if (download) {
      const url = `${base}${base.endsWith('/') ? '' : '/'}${file.name}`;
      await downloadFile({...file, url}, {...network, folder, onProgress, signal});
      continue;
    }
    const checksum = await fileChecksum(path.join(folder, file.name));
    if (checksum === file.sha256) continue;
    const bytes = SPLITS.reduce((sum, each) => sum + PTB_FILES[each].bytes, 0);
    throw new Error(
      `${path.join(folder, file.name)}: ${checksum === undefined ? 'there is no such file' : `wrong checksum ${checksum}`}. ` +
        `Pass dir, the folder that holds ${SPLITS.map((each) => PTB_FILES[each].name).join(', ')}, or download: true ` +
        `to fetch them (${(bytes / 1e6).toFixed(1)} MB, licensed for research) from ${base}`,
    );
  }
  return folder;
}
