import type {Vocabulary} from 'normprop-datasets';
import type {BackendName} from 'normprop-doctor';
import type {CharModel} from '../model/charModel.js';
import type {CharReader} from './charReader.js';
import {RuntimeReader} from './runtimeReader.js';
import {TextReader} from './textReader.js';

/**
 * A reader of a trained model, which the caller disposes of.
 *
 * @param backend The backend of tfjs that was asked for, and is ready; without one normprop-runtime reads.
 */
export async function charReaderOf(
  model: CharModel,
  vocabulary: Vocabulary,
  backend: BackendName | undefined,
): Promise<CharReader> {
  return backend === undefined ? RuntimeReader.of(model, vocabulary) : new TextReader(model);
}
