import {getBackend, io, memory} from '@tensorflow/tfjs-core';
import {models, smallDraw, stripes} from '../../test/support.js';
import {evaluateDraw} from '../bound/evaluateDraw.js';
import {fitDraw} from '../train/fitDraw.js';
import type {Draw} from '../model/Draw.js';
import {loadDraw} from './loadDraw.js';
import {saveDraw} from './saveDraw.js';

async function saved(model: Draw): Promise<io.ModelArtifacts> {
  let artifacts: io.ModelArtifacts | undefined;
  await saveDraw(
    model,
    io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}});
    }),
  );
  // Through JSON, as any handler keeps it.
  const modelTopology = JSON.parse(JSON.stringify(artifacts!.modelTopology)) as object;
  return {...artifacts!, modelTopology};
}

describe('saveDraw and loadDraw', () => {
  test.each(models)('%s: a trained network comes back to the bit', async (cell) => {
    const model = smallDraw({cell: {model: cell}});
    await fitDraw(model, stripes(8), {epochs: 2, batchSize: 4});
    const artifacts = await saved(model);
    const loaded = await loadDraw(io.fromMemory(artifacts));
    expect(loaded.config).toEqual(model.config);
    expect(
      await Promise.all(
        loaded.namedWeights.map(async ({name, variable}) => [name, ...(await variable.read().data())]),
      ),
    ).toEqual(
      await Promise.all(
        model.namedWeights.map(async ({name, variable}) => [name, ...(await variable.read().data())]),
      ),
    );
    const images = stripes(5);
    const [got, want] = [await evaluateDraw(loaded, images), await evaluateDraw(model, images)];
    // webgl and webgpu compute small tensors wherever they lie, with the CPU or not.
    const tolerance = getBackend().startsWith('webg') ? 1e-5 : 0;
    for (const key of ['bound', 'reconstruction', 'kl', 'count'] as const)
      expect(Math.abs(got[key] - want[key])).toBeLessThanOrEqual(tolerance * want[key]);
  });

  test('no attention, and a handler by its address', async () => {
    const kept = new Map<string, io.ModelArtifacts>();
    const router = (url: string | string[]) => {
      if (typeof url !== 'string' || !url.startsWith('test://')) return null as never;
      return {
        save: (artifacts: io.ModelArtifacts) => {
          kept.set(url, artifacts);
          return Promise.resolve({
            modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON' as const},
          });
        },
        load: () => Promise.resolve(kept.get(url)!),
      };
    };
    io.registerSaveRouter(router);
    io.registerLoadRouter(router);
    const model = smallDraw({attention: false});
    await saveDraw(model, 'test://a');
    expect((await loadDraw('test://a')).config).toEqual(model.config);
    await expect(saveDraw(model, 'nowhere://a')).rejects.toThrow(
      'nowhere://a: tfjs has no handler that saves there',
    );
    await expect(loadDraw('nowhere://a')).rejects.toThrow(
      'nowhere://a: tfjs has no handler that loads from there',
    );
  });

  test('what is no such network, or lacks weights, says so and leaves no tensor', async () => {
    const artifacts = await saved(smallDraw());
    const {numTensors} = memory();
    const load = (changed: Partial<io.ModelArtifacts>) =>
      expect(loadDraw(io.fromMemory({...artifacts, ...changed}))).rejects;
    await load({modelTopology: {className: 'Sequential', config: {}}}).toThrow(
      "expected a network saved by normprop-draw, got 'Sequential'",
    );
    await load({weightData: undefined}).toThrow('the saved network has no weights');
    const last = artifacts.weightSpecs!.at(-1)!;
    await load({weightSpecs: artifacts.weightSpecs!.slice(0, -1)}).toThrow(
      `the saved network has no ${last.name}`,
    );
    expect(memory().numTensors).toBe(numTensors);
  });
});
