import type {Draw} from 'normprop-draw';
import {startBackend} from 'normprop-doctor';
import {UserError} from '../../userError.js';
import {drawRules} from '../config/resolveDrawConfig.js';
import {networkOf} from '../config/networkOf.js';
import {DrawRunFolder} from '../record/drawTypes.js';
import type {DrawCheckpoint} from '../record/drawTypes.js';
import {requireRun} from '../../run/runFolder.js';
import {restoreNetwork} from './drawSession.js';

/** A trained network and where it comes from; the caller disposes of the network. */
export interface TrainedDraw {
  model: Draw;
  folder: DrawRunFolder;
  checkpoint: DrawCheckpoint;
}

/**
 * The network of a run folder, from its newest whole checkpoint.
 *
 * @param warn Called with a message for each damaged checkpoint that was skipped.
 * @throws {UserError} when the folder holds no DRAW run or no usable checkpoint.
 */
export async function loadDrawModel(
  path: string,
  warn: (message: string) => void = () => undefined,
): Promise<TrainedDraw> {
  requireRun(path);
  const folder = new DrawRunFolder(path);
  await folder.config(); // of this kind
  const stored = await folder.checkpoints.load(warn);
  if (!stored) throw new UserError(`run folder ${path}: holds no checkpoint yet`);
  const checkpoint = {...stored, config: drawRules.complete(stored.config)};
  await startBackend(checkpoint.config.backend);
  const model = networkOf(checkpoint.config, checkpoint.imageShape);
  try {
    restoreNetwork(model, checkpoint.weights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return {model, folder, checkpoint};
}
