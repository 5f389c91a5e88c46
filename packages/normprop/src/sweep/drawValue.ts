import {createHash} from 'node:crypto';
import type {ConfigOption} from '../config/configOption.js';
import type {RandomAxis} from './sweepFile.js';

/**
 * A value for an option, decided by the option's name and a key alone: what is drawn for one option does not change
 * when another is added, and models that are searched with the same key try the same learning rates.
 *
 * @returns One of the list; or a number from the range, to four digits, a whole one where the option takes no other.
 */
export function drawValue(
  options: readonly ConfigOption[],
  names: string,
  axis: RandomAxis,
  key: string,
): unknown {
  const uniform = uniformOf(`${key}/${names}`);
  if (!('from' in axis)) return axis[Math.floor(uniform * axis.length)];
  const {from, to, scale} = axis;
  const value = scale === 'log' ? from * (to / from) ** uniform : from + (to - from) * uniform;
  const shortened = Number(value.toPrecision(4));
  const first = names.split(',')[0].trim();
  const takes = options.find(({name}) => name === first)?.kind;
  return takes && !takes.accepts(shortened) ? Math.round(value) : shortened;
}

/** A number from 0 to 1, itself left out, evenly spread over texts. */
function uniformOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}
