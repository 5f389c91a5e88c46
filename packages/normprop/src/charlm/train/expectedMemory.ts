import type {CharlmConfig} from '../config/charlmConfig.js';

/** Node and tfjs, whatever the model. */
const program = 135e6;

/** Less is never seen: reading a text of five million characters takes this much by itself. */
const least = 240e6;

/**
 * About how many bytes a process needs to train a model, by counting float32 numbers:
 *
 * - for each parameter: weight and Adam's two moments of every run; gradient before and after clipping, and the copies that a
 *   checkpoint takes: 11 more;
 * - kept from forward to backward for each of the T·B characters of a batch: gates, cell, its tanh, hidden state and what
 *   backward works in, `statesKept`·H with `statesNormed`·H more where pre-activations are normalised, and inputs, logits and
 *   labels, `symbolsKept`·V.
 *
 * The factors were fitted to the resident memory of real runs (length 100, batch 64, 128 to 1000 units); a test holds them against a process.
 *
 * @param models How many are open at once: weights and moments of each, but one update at a time.
 */
export function expectedMemory(
  {units, length, batch, model}: Pick<CharlmConfig, 'units' | 'length' | 'batch' | 'model'>,
  {parameters, vocabularySize, models = 1}: {parameters: number; vocabularySize: number; models?: number},
): number {
  const normed = model === 'layerNorm' || model === 'batchNorm';
  const perCharacter = (statesKept + (normed ? statesNormed : 0)) * units + symbolsKept * vocabularySize;
  return Math.max(least, program + 4 * (parameters * (3 * models + 11) + length * batch * perCharacter));
}

const statesKept = 14;
const statesNormed = 11;
const symbolsKept = 12;
