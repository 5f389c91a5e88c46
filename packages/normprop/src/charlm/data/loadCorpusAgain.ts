import type {TextCorpus} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../../userError.js';
import {loadCorpus} from './loadCorpus.js';
import type {LoadCorpusOptions} from './loadCorpus.js';

/**
 * The text that a run was trained on, once more.
 *
 * @throws {UserError} as `loadCorpus`; where the vocabulary does not fit any more, the text has changed, and it says so.
 */
export async function loadCorpusAgain(
  config: Parameters<typeof loadCorpus>[0] & Pick<CharlmConfig, 'data'>,
  options?: LoadCorpusOptions,
): Promise<TextCorpus> {
  try {
    return await loadCorpus(config, options);
  } catch (error) {
    const {message} = error as Error;
    if (!/is not among the \d+ symbols/.test(message)) throw error;
    // The run could not have begun with such a text.
    throw new UserError(
      `data: the text is not the one that the run was trained on (${config.data}); give the same file\n(${message})`,
    );
  }
}
