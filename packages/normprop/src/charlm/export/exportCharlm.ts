import {basename, resolve} from 'node:path';
import {exportONNX, exportRuntime, exportSafetensors} from 'normprop-convert';
import {UserError} from '../../userError.js';
import type {Weight} from 'normprop-convert';
import type {CharModel} from '../model/charModel.js';
import {loadTrainedModel} from '../model/loadTrainedModel.js';
import {charChain} from '../model/charChain.js';

/** What `normprop export` writes. */
export type ExportFormat = 'runtime' | 'onnx' | 'safetensors';

/**
 * The file of a trained run of text.
 *
 * @param warn Called with a message for each damaged checkpoint that was skipped.
 * @throws {UserError} when there is no such run, or the format cannot say what the model computes.
 */
export async function exportCharlm(
  run: string,
  format: ExportFormat,
  warn: (message: string) => void,
): Promise<Uint8Array> {
  const {model, vocabulary} = await loadTrainedModel(run, 'cpu', warn);
  try {
    if (format === 'safetensors')
      return await exportSafetensors(await namedWeights(model), {
        vocabulary: JSON.stringify(vocabulary.symbols),
      });
    const chain = await charChain(model, vocabulary, basename(resolve(run)));
    return await (format === 'onnx' ? exportONNX(chain) : exportRuntime(chain));
  } catch (error) {
    throw error instanceof UserError ? error : new UserError((error as Error).message);
  } finally {
    model.dispose();
  }
}

/** Every weight of a model, as `<layer>/<role>`: a model's own list names the roles alone, of which two layers can have the same. */
async function namedWeights(model: CharModel): Promise<Array<readonly [string, Weight]>> {
  const ofLayer = {recurrent: model.recurrent, batch_data: model.standardisation};
  const stored = await model.snapshot();
  const inLayers = Object.entries(ofLayer).flatMap(([layer, {weights} = {weights: []}]) =>
    weights.map(({originalName}) => `${layer}/${originalName}`),
  );
  const names = [...inLayers, 'output/kernel', 'output/bias', 'projection/embeddings'];
  return stored.map(({shape, values}, index) => [names[index], {shape: [...shape], values}] as const);
}
