import {Vocabulary} from 'normprop-datasets';
import {startBackend} from '../backend/startBackend.js';
import type {BackendName} from '../config/charlmConfig.js';
import {CharModel} from '../model/charModel.js';
import {UserError} from '../userError.js';
import type {Checkpoint} from './checkpointFormat.js';
import {openRunFolder} from './runFolder.js';

/** A trained model and what it was trained on; the caller disposes of the model. */
export interface TrainedModel {
  model: CharModel;
  vocabulary: Vocabulary;
  checkpoint: Checkpoint;
}

/**
 * The model of a run folder, from its newest whole checkpoint.
 *
 * @param backend Default the run's own.
 * @param warn Told of damaged checkpoints that were passed over.
 * @throws {UserError} when the folder holds no run or no usable checkpoint.
 */
export async function loadTrainedModel(
  path: string,
  backend?: BackendName,
  warn: (message: string) => void = () => undefined,
): Promise<TrainedModel> {
  const {folder} = await openRunFolder(path);
  const checkpoint = await folder.checkpoints.load(warn);
  if (!checkpoint) throw new UserError(`run folder ${path}: holds no checkpoint yet`);
  await startBackend(backend ?? checkpoint.config.backend);
  const vocabulary = Vocabulary.fromJSON(checkpoint.vocabulary);
  const model = new CharModel(checkpoint.config, vocabulary.size);
  try {
    model.restore(checkpoint.weights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return {model, vocabulary, checkpoint};
}
