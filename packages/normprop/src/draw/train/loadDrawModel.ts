import type {Draw} from 'normprop-draw';
import {startBackend} from '../../backend/startBackend.js';
import {UserError} from '../../userError.js';
import {networkOf} from '../config/networkOf.js';
import {openDrawRun} from './drawRun.js';
import type {DrawCheckpoint, DrawRunFolder} from './drawRun.js';
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
 * @param warn Told of damaged checkpoints that were passed over.
 * @throws {UserError} when the folder holds no DRAW run or no usable checkpoint.
 */
export async function loadDrawModel(
  path: string,
  warn: (message: string) => void = () => undefined,
): Promise<TrainedDraw> {
  const {folder} = await openDrawRun(path);
  const checkpoint = await folder.checkpoints.load(warn);
  if (!checkpoint) throw new UserError(`run folder ${path}: holds no checkpoint yet`);
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
