import {Vocabulary} from 'normprop-datasets';
import {startBackend} from 'normprop-doctor';
import type {BackendName} from 'normprop-doctor';
import {completeConfig} from '../config/resolveConfig.js';
import {CharModel} from './charModel.js';
import {UserError} from '../../userError.js';
import {CharlmRunFolder} from '../record/charlmTypes.js';
import type {CharlmCheckpoint} from '../record/charlmTypes.js';
import {requireRun} from '../../run/runFolder.js';

/** A trained model and what it was trained on; the caller disposes of the model. */
export interface TrainedModel {
  model: CharModel;
  vocabulary: Vocabulary;
  checkpoint: CharlmCheckpoint;
}

/**
 * The model of a run folder, from its newest whole checkpoint.
 *
 * @param backend Default the run's own; for one that a GPU trained `wasm`, which is everywhere.
 * @param warn Called with a message for each damaged checkpoint that was skipped.
 * @throws {UserError} when the folder holds no run of text or no usable checkpoint.
 */
export async function loadTrainedModel(
  path: string,
  backend?: BackendName,
  warn: (message: string) => void = () => undefined,
): Promise<TrainedModel> {
  requireRun(path);
  const folder = new CharlmRunFolder(path);
  await folder.config(); // of this kind
  const stored = await folder.checkpoints.load(warn);
  if (!stored) throw new UserError(`run folder ${path}: holds no checkpoint yet`);
  const checkpoint = {...stored, config: completeConfig(stored.config)};
  await startBackend(backend ?? withoutGPU(checkpoint.config.backend));
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

const withoutGPU = (backend: BackendName): BackendName => (backend === 'webgpu' ? 'wasm' : backend);
