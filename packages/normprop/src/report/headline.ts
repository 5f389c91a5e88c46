import {formatCount} from '../progress/formatCount.js';
import type {RunSummary} from './runSummary.js';

const bits = (run: RunSummary): number => run.result.validation.bitsPerCharacter;

/** The outcome in one or two plain sentences, whoever wins. */
export function headline(runs: readonly RunSummary[]): string {
  const [first] = runs;
  const budget = `after ${formatCount(first.result.updates)} updates`;
  if (runs.length === 1)
    return `${first.name} needs ${bits(first).toFixed(3)} bits for a character that it has not seen, ${budget}.`;
  const ranked = [...runs].sort((one, other) => bits(one) - bits(other));
  const [best, second] = ranked;
  const worst = ranked[ranked.length - 1];
  const lead =
    `${best.name} reads unseen text best: ${bits(best).toFixed(3)} bits per character ${budget}, ` +
    `against ${bits(second).toFixed(3)} for ${second.name}`;
  const tail = worst === second ? '' : ` and ${bits(worst).toFixed(3)} for ${worst.name}, the last`;
  return `${lead}${tail}.`;
}
