import {rankedBySeed, seedWords} from '../../page/bySeed.js';
import {showSpread} from '../../page/spread.js';
import {formatCount} from '../../progress/formatCount.js';
import type {CharlmSummary} from '../record/charlmTypes.js';

/** The outcome in one or two plain sentences, whoever wins; of several seeds the mean and the spread. */
export function headline(runs: readonly CharlmSummary[]): string {
  const ranked = rankedBySeed(runs, ({result}) => result.validation.bitsPerCharacter);
  const [best, second] = ranked;
  const budget = `after ${formatCount(runs[0].result.updates)} updates${seedWords(best.seeds)}`;
  if (second === undefined)
    return `${best.group} needs ${showSpread(best.figure)} bits for a character that it has not seen, ${budget}.`;
  const worst = ranked[ranked.length - 1];
  const lead =
    `${best.group} reads unseen text best: ${showSpread(best.figure)} bits per character ${budget}, ` +
    `against ${showSpread(second.figure)} for ${second.group}`;
  const tail = worst === second ? '' : ` and ${showSpread(worst.figure)} for ${worst.group}, the last`;
  return `${lead}${tail}.`;
}
