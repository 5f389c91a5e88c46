import type {TextCorpus} from 'normprop-datasets';
import {formatCount} from '../../progress/formatCount.js';

/** A corpus in one line, without the folder it lies in: `Moby Dick: 1,071,285 characters to train on, …`. */
export function describeCorpus({name, symbolCounts, vocabulary}: TextCorpus): string {
  return (
    `${name}: ${formatCount(symbolCounts.train)} characters to train on, ${formatCount(symbolCounts.valid)} ` +
    `to validate, ${formatCount(symbolCounts.test)} to test, ${vocabulary.size} different ones`
  );
}
