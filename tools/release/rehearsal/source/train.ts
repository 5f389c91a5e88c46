// What every use does: trains a small layer a few steps, saves the model, loads it.
import {
  io,
  layers,
  loadLayersModel,
  mean,
  randomNormal,
  reshape,
  sequential,
  setBackend,
} from '@tensorflow/tfjs';
import type {Tensor} from '@tensorflow/tfjs';
import {adam, normPropLSTM} from 'normprop-layers';

async function use(): Promise<string> {
  await setBackend('cpu');
  const model = sequential();
  model.add(normPropLSTM({units: 8, inputShape: [6, 3], seed: 1}));
  model.add(layers.dense({units: 1, kernelInitializer: 'zeros'}));
  model.compile({optimizer: adam({learningRate: 0.02, clipNorm: 1}), loss: 'meanSquaredError'});
  const x = randomNormal([32, 6, 3], 0, 1, 'float32', 3);
  const y = reshape(mean(x, [1, 2]), [32, 1]);
  const {history} = await model.fit(x, y, {epochs: 6, batchSize: 8, shuffle: false, verbose: 0});
  const losses = history.loss as number[];
  const [first, last] = [losses[0]!, losses[losses.length - 1]!];
  if (!(last < first)) throw new Error(`expected a loss that falls, got ${losses.join(', ')}`);
  let saved: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    }),
  );
  const loaded = await loadLayersModel(io.fromMemory(saved!));
  const [before, after] = [model, loaded].map((each) => (each.predict(x) as Tensor).dataSync());
  before!.forEach((value, i) => {
    if (value !== after![i]) throw new Error(`expected ${value} of the loaded model, got ${after![i]}`);
  });
  return `loss ${first.toFixed(3)} to ${last.toFixed(3)}, the same after loading`;
}

use().then(
  (text) => console.log(`used: ${text}`),
  (error: unknown) => console.error(`failed: ${String((error as Error)?.stack ?? error)}`),
);
