import {formatCount} from '../../progress/formatCount.js';
import {rowBeside} from './reference.js';
import type {Reference} from './reference.js';
import {isFinished, lastCommonValidation, validationAt} from './runGroup.js';
import type {RunGroup} from './runGroup.js';
import type {Spread} from '../../page/spread.js';

interface Ranked {
  group: RunGroup;
  ours: Spread;
  theirs?: number;
}

/** The groups from best to worst at the last update that all runs have been validated at, and each reversal of the reference. */
export interface Order {
  /** One sentence each. */
  sentences: string[];
  /** Pairs that the reference has the other way round, in sentences; empty when there are none or no reference. */
  reversals: string[];
}

/** Compares the order of our groups with that of the reference. Nothing to say of one group. */
export function orderWords(groups: readonly RunGroup[], reference?: Reference): Order {
  const update = lastCommonValidation(groups.flatMap(({runs}) => runs));
  if (groups.length < 2 || update === undefined) return {sentences: [], reversals: []};
  const ranked = groups
    .map((group): Ranked => ({
      group,
      ours: validationAt(group, update),
      theirs: rowBeside(group, reference)?.validation,
    }))
    .sort((one, other) => one.ours.mean - other.ours.mean);
  const show = (list: Ranked[], figure: (each: Ranked) => number): string =>
    list.map((each) => `${each.group.name} ${figure(each).toFixed(3)}`).join(', ');
  const when = groups.every(isFinished)
    ? ''
    : ` at update ${formatCount(update)}, the last that all runs have reached (not all are finished)`;
  const sentences = [`Ours, best first${when}: ${show(ranked, ({ours}) => ours.mean)}.`];
  const known = ranked.filter(({theirs}) => theirs !== undefined);
  if (!reference || known.length < 2) return {sentences, reversals: []};
  const theirOrder = [...known].sort((one, other) => one.theirs! - other.theirs!);
  sentences.push(`${capital(reference.name)}: ${show(theirOrder, ({theirs}) => theirs!)}.`);
  const reversals = known.flatMap((better, index) =>
    known
      .slice(index + 1)
      .filter((worse) => worse.theirs! < better.theirs!)
      .map((worse) => reversalWords(better, worse, reference)),
  );
  sentences.push(
    reversals.length
      ? `The order differs from ${reference.name}'s in ${reversals.length} of ${pairs(known)} pairs:`
      : `The order is ${reference.name}'s.`,
  );
  return {sentences, reversals};
}

/** Pairs whose reference figures differ. */
function pairs(known: readonly Ranked[]): number {
  return known.flatMap((one, index) => known.slice(index + 1).filter(({theirs}) => theirs !== one.theirs))
    .length;
}

function reversalWords(better: Ranked, worse: Ranked, {name}: Reference): string {
  const gap = worse.ours.mean - better.ours.mean;
  const spread = Math.max(better.ours.deviation ?? 0, worse.ours.deviation ?? 0);
  const isSmall = better.ours.deviation !== null && worse.ours.deviation !== null && gap <= 2 * spread;
  return (
    `${better.group.name} is ahead of ${worse.group.name} by ${gap.toFixed(3)} here` +
    `${isSmall ? ' (no more than twice the spread over seeds)' : ''}; in ${name} it is behind by ` +
    `${(better.theirs! - worse.theirs!).toFixed(3)}.`
  );
}

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);
