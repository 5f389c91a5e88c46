import type {Split, SymbolStream, TextCorpus} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../../userError.js';

/**
 * A part of a run's text, to measure a model on.
 *
 * @throws {UserError} when it has nothing to predict.
 */
export function partOf(corpus: TextCorpus, part: Split, {split}: Pick<CharlmConfig, 'split'>): SymbolStream {
  const stream = corpus[part];
  if (stream.length >= 2) return stream;
  const why = split === null ? '' : `; the run was trained with --split ${split}`;
  throw new UserError(`data: ${part} is too short to predict anything${why}`);
}
