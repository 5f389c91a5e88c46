import {Vocabulary} from 'normprop-datasets';
import {shellWord} from '../../config/shellWord.js';
import {loadSource} from '../../run/source/loadSource.js';
import {UserError} from '../../userError.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {charlmRules} from '../config/resolveConfig.js';
import {CharlmRunFolder} from '../record/charlmTypes.js';
import type {CharlmTypes} from '../record/charlmTypes.js';

/**
 * The symbols of the run that a config starts from, with the config's unknown symbol.
 *
 * @param folder Of the run itself, when it is resumed: it has them too, once it has a checkpoint.
 * @returns Nothing for a config that starts from random weights.
 * @throws {UserError} when there is no such run, or it lacks the unknown symbol.
 */
export async function vocabularyOfSource(
  config: CharlmConfig,
  folder?: string,
): Promise<Vocabulary | undefined> {
  const {initFrom, unknownSymbol} = config;
  if (initFrom === null) return undefined;
  const own = folder === undefined ? undefined : await new CharlmRunFolder(folder).checkpoints.load(ignore);
  const {vocabulary} = own ?? (await loadSource<CharlmTypes>({...config, initFrom}, charlmRules));
  const {symbols} = vocabulary;
  if (unknownSymbol === null) return new Vocabulary(symbols);
  if (symbols.includes(unknownSymbol)) return new Vocabulary(symbols, {unknownSymbol});
  throw new UserError(
    `unknownSymbol: ${initFrom} has no ${shellWord(unknownSymbol)}, and a trained model gets no new symbols; ` +
      `give one that it has, e.g. ${shellWord(exampleOf(symbols))}`,
    2,
  );
}

/** A symbol that may stand for others: a space, where there is one. */
export const exampleOf = (symbols: readonly string[]): string => (symbols.includes(' ') ? ' ' : symbols[0]);

/** Whoever goes on from the checkpoint says what is damaged. */
const ignore = (): void => undefined;
