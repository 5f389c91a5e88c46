import {randomUniform, tidy} from '@tensorflow/tfjs-core';
import type {Tensor2D} from '@tensorflow/tfjs-core';
import type {Vocabulary} from 'normprop-datasets';
import {UserError} from '../userError.js';
import type {CharModel} from './charModel.js';
import {TextReader} from './textReader.js';

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
 * @param onText Called with each new character, for those who want to watch.
 * @returns The drawn characters, without the prime.
 * @throws {UserError} when the prime is empty or has a character that the vocabulary lacks.
 */
export function sampleText(
  model: CharModel,
  vocabulary: Vocabulary,
  {prime, length, temperature, seed}: SampleOptions,
  onText?: (text: string) => void,
): string {
  const symbols = encodePrime(vocabulary, prime);
  const uniform = tidy(() => randomUniform([Math.max(1, length)], 0, 1, 'float32', seed).dataSync());
  const reader = new TextReader(model);
  const drawn: number[] = [];
  try {
    let next: ArrayLike<number> = symbols;
    for (let index = 0; index < length; index++) {
      const logits = lastLogits(model, reader.read(next));
      const symbol = temperature === 0 ? likeliest(logits) : draw(logits, temperature, uniform[index]);
      drawn.push(symbol);
      onText?.(vocabulary.decode([symbol]));
      next = [symbol];
    }
  } finally {
    reader.dispose();
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

/** The logits after the last of the hidden states, which are disposed of. */
function lastLogits(model: CharModel, hidden: Tensor2D): Float32Array {
  return tidy(() => {
    const logits = model.logits(hidden).dataSync() as Float32Array;
    hidden.dispose();
    return logits.slice(-model.vocabularySize);
  });
}

function likeliest(logits: Float32Array): number {
  return logits.indexOf(Math.max(...logits));
}

/** The symbol at which the cumulated probability passes a uniform number. */
function draw(logits: Float32Array, temperature: number, uniform: number): number {
  const most = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? likeliest(logits) : index; // rounding may leave a crumb at the end
}
