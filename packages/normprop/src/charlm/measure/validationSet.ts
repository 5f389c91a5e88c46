import {validationBatches} from 'normprop-datasets';
import type {SequenceBatches, SymbolStream} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../../userError.js';

/**
 * Contiguous pieces of a stream, each read from the initial state; at most `validationCharacters` predictions
 * (rounded up to whole pieces), or all of them when that is 0.
 *
 * @throws {UserError} when the stream is too short for one prediction.
 */
export function validationSet(
  stream: SymbolStream,
  {length, batch, validationCharacters}: Pick<CharlmConfig, 'length' | 'batch' | 'validationCharacters'>,
): SequenceBatches {
  const wanted = Math.ceil(validationCharacters / length) * length + 1;
  const part = validationCharacters === 0 ? stream : stream.subarray(0, wanted);
  try {
    return validationBatches(part, {length, batch});
  } catch (error) {
    throw new UserError(`data: ${(error as Error).message}`);
  }
}
