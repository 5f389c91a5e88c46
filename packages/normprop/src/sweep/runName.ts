import {createHash} from 'node:crypto';
import {valueWord} from './valueWord.js';

/** Longest name before the seed; file systems take 255 bytes. */
const longest = 120;

/**
 * The name of a run: `normProp-learningRate=0.005-gammaX,gammaH=2-seed1`. What a folder name cannot hold, or too much of
 * it, is replaced by a few characters of the whole's SHA-256.
 */
export function runName(variant: string, values: Record<string, unknown>, seed: number): string {
  const words = Object.entries(values).map(
    ([names, value]) => `${names.replace(/ /g, '')}=${valueWord(value)}`,
  );
  const full = [variant, ...words].filter((word) => word !== '').join('-') || 'base';
  const safe = full.replace(/[^\w.,=+-]+/g, '_');
  const digest = createHash('sha256').update(full).digest('hex').slice(0, 8);
  const kept = safe === full && full.length <= longest ? full : `${safe.slice(0, longest)}-${digest}`;
  return `${kept}-seed${seed}`;
}
