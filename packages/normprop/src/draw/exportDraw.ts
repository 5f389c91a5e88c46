import {exportSafetensors} from 'normprop-convert';
import {UserError} from '../userError.js';
import {loadDrawModel} from './train/loadDrawModel.js';

/**
 * The weights of a trained run of DRAW as safetensors.
 *
 * @param format Only 'safetensors': the network is no chain of layers.
 * @throws {UserError} for another format, and when there is no such run.
 */
export async function exportDraw(
  run: string,
  format: string,
  warn: (message: string) => void,
): Promise<Uint8Array> {
  if (format !== 'safetensors') {
    throw new UserError(
      `--to ${format}: DRAW's decoder reads what it wrote, glimpse by glimpse, which is no chain of layers; its weights go out by --to safetensors`,
      2,
    );
  }
  const {model, checkpoint} = await loadDrawModel(run, warn);
  model.dispose();
  return exportSafetensors(checkpoint.weights.map(({name, ...weight}) => [name, weight] as const));
}
