import {randomUniform, tidy} from '@tensorflow/tfjs-core';
import type {Vocabulary} from 'normprop-datasets';
import {UserError} from '../../userError.js';
import type {CharReader} from '../read/charReader.js';

/** How a text is drawn from a model. */
export interface SampleOptions {
  /** The beginning, which the model reads first; at least one character. */
  prime: string;
  /** How many characters to draw. */
  length: number;
  /** Divides the logits: below 1 safer, above 1 bolder; 0 takes the likeliest character each time. */
  temperature: number;
  /** The same seed draws the same text. */
  seed: number;
}

/**
 * Draws a text from a model, one step a character, the state kept: p = softmax(logits / temperature).
 *
 * @param reader At the beginning of a text; the caller disposes of it.
 * @param onText Called with each new character, for those who want to watch.
 * @returns The drawn characters, without the prime.
 * @throws {UserError} when the prime is empty or has a character that the vocabulary lacks.
 */
export function sampleText(
  reader: CharReader,
  vocabulary: Vocabulary,
  {prime, length, temperature, seed}: SampleOptions,
  onText?: (text: string) => void,
): string {
  const symbols = encodePrime(vocabulary, prime);
  const uniform = tidy(() => randomUniform([Math.max(1, length)], 0, 1, 'float32', seed).dataSync());
  const drawn: number[] = [];
  let next: ArrayLike<number> = symbols;
  for (let index = 0; index < length; index++) {
    const logits = reader.logitsAfter(next);
    const symbol = temperature === 0 ? likeliest(logits) : draw(logits, temperature, uniform[index]);
    drawn.push(symbol);
    onText?.(vocabulary.decode([symbol]));
    next = [symbol];
  }
  return vocabulary.decode(drawn);
}

function encodePrime(vocabulary: Vocabulary, prime: string): ArrayLike<number> {
  if (prime === '') throw new UserError('prime: expected at least one character, got none', 2);
  try {
    return vocabulary.encode(prime, 'prime');
  } catch (error) {
    const known = vocabulary.symbols.map((symbol) => JSON.stringify(symbol).slice(1, -1)).join('');
    throw new UserError(`${(error as Error).message}.\nIt knows: ${known}`, 2);
  }
}

function likeliest(logits: ArrayLike<number>): number {
  const all = Array.from(logits);
  return all.indexOf(Math.max(...all));
}

/** The symbol at which the cumulated probability passes a uniform number. */
function draw(logits: ArrayLike<number>, temperature: number, uniform: number): number {
  const most = Math.max(...Array.from(logits));
  const weights = Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? likeliest(logits) : index; // rounding may leave a crumb at the end
}
