import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {io} from '@tensorflow/tfjs-core';
import type {LayersModel} from '@tensorflow/tfjs-layers';
import {writeAtomically} from './writeAtomically.js';

/**
 * Writes a model of tfjs as `model.json` and `weights.bin`, the weights first, so that a model that is there is whole.
 *
 * @returns The two files.
 */
export async function saveLayersModel(model: LayersModel, folder: string): Promise<string[]> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((saved) => {
      artifacts = saved;
      return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}});
    }),
  );
  const {modelTopology, weightSpecs, weightData} = artifacts!;
  const buffers = Array.isArray(weightData) ? weightData : [weightData!];
  const files = ['weights.bin', 'model.json'].map((name) => join(folder, name));
  await mkdir(folder, {recursive: true});
  await writeAtomically(files[0], Buffer.concat(buffers.map((each) => new Uint8Array(each))));
  const description = {
    format: 'layers-model',
    generatedBy: 'normprop import',
    modelTopology,
    weightsManifest: [{paths: ['weights.bin'], weights: weightSpecs}],
  };
  await writeAtomically(files[1], JSON.stringify(description));
  return files.reverse();
}
