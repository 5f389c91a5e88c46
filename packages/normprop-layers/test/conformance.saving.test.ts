import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {copyWeightsFromLSTM, copyWeightsToLSTM, unitNormColumns} from '../src/index.js';
import {distance, expectClose, expectSame, models, normal, randomize, sizes} from './models.js';

const {batch, timeSteps, features, units} = sizes;

/** A model as it comes back from disk: its artifacts turned to JSON and back. */
async function saveAndLoad(model: tfl.LayersModel): Promise<tfl.LayersModel> {
  return tfl.loadLayersModel(tfc.io.fromMemory(await artifactsOf(model)));
}

async function artifactsOf(model: tfl.LayersModel): Promise<tfc.io.ModelArtifacts> {
  let saved: tfc.io.ModelArtifacts | undefined;
  await model.save(
    tfc.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}});
    }),
  );
  return {...saved!, modelTopology: JSON.parse(JSON.stringify(saved!.modelTopology)) as object};
}

/** Options all away from their defaults, for the config. */
const everyOption = {
  units,
  seed: 11,
  useBias: true,
  kernelInitializer: 'glorotUniform',
  biasInitializer: 'ones',
  forgetBias: 2,
  kernelRegularizer: tfl.regularizers.l2({l2: 0.25}),
  recurrentConstraint: unitNormColumns(),
  candidateDropout: 0.125,
  zoneoutCell: 0.25,
  zoneoutHidden: 0.375,
  outputScale: 1.5,
  dropout: 0.5,
  recurrentDropout: 0.625,
  learnInitialState: true,
  returnSequences: true,
  goBackwards: true,
};

describe.each(models)('$id: saved models', ({id, layer, cell, layerClass, cellClass}) => {
  const x = () => normal([batch, timeSteps, features], 1);

  test('a loaded model gives identical outputs and has the same config', async () => {
    const model = tfl.sequential({
      layers: [layer({...everyOption, inputShape: [null, features]}), layer({units: 2, stateful: false})],
    });
    model.layers.forEach((l, i) => randomize(l, 10 * i));
    const loaded = await saveAndLoad(model);
    expect(loaded.layers[0].getClassName()).toBe(layerClass);
    await expectSame(loaded.predict(x()) as Tensor, model.predict(x()) as Tensor);
    expect(loaded.layers[0].getConfig()).toEqual(model.layers[0].getConfig());
    for (const [i, w] of model.getWeights().entries()) {
      expect(await loaded.getWeights()[i].data()).toEqual(await w.data());
    }
  });

  test('so do cells, stacked cells and both directions', async () => {
    const cells = [cell({units: 2, seed: 1}), cell({units, seed: 2})];
    const model = tfl.sequential({
      layers: [
        tfl.layers.rnn({cell: cells, returnSequences: true, inputShape: [timeSteps, features]}),
        tfl.layers.rnn({cell: cell({units, zoneoutCell: 0.5}), returnSequences: true}),
        tfl.layers.bidirectional({
          layer: layer({units, learnInitialState: true}) as tfl.RNN,
          mergeMode: 'concat',
        }),
      ],
    });
    expect(cells[0].getClassName()).toBe(cellClass);
    const loaded = await saveAndLoad(model);
    await expectSame(loaded.predict(x()) as Tensor, model.predict(x()) as Tensor);
  });

  test('fromConfig makes the same layer, with the same weights where there is a seed', async () => {
    const {kernelInitializer, ...args} = everyOption;
    void kernelInitializer;
    const first = layer(args);
    const Class = first.constructor as unknown as {
      fromConfig(cls: unknown, config: unknown): tfl.layers.Layer;
    };
    const second = Class.fromConfig(Class, first.getConfig());
    [first, second].forEach((l) => l.build([null, timeSteps, features]));
    for (const [i, w] of first.getWeights().entries()) {
      expect(await second.getWeights()[i].data()).toEqual(await w.data());
    }
  });

  test('the seed differs kernel from recurrent kernel, and one seed from another', async () => {
    const kernels = await Promise.all(
      [1, 2].map(async (seed) => {
        const built = layer({units, seed});
        built.build([null, timeSteps, units]);
        return await Promise.all(
          built
            .getWeights()
            .slice(0, 2)
            .map(async (w) => Array.from(await w.data())),
        );
      }),
    );
    expect(kernels[0][0]).not.toEqual(kernels[0][1]);
    expect(kernels[0][0]).not.toEqual(kernels[1][0]);
  });

  // A model saved by an earlier release must keep loading: change these files only with a migration.
  // UPDATE_GOLDEN=1 writes files that are missing; it never overwrites one.
  test.each([
    ['defaults', {units, name: id}],
    ['options', {...everyOption, name: id}],
  ])('config, weight names and shapes are those of the golden file: %s', (variant, args) => {
    const stateOf = (built: tfl.layers.Layer) => {
      built.build([null, null, features]);
      return {
        className: built.getClassName(),
        config: built.getConfig(),
        weights: built.weights.map((w) => ({name: w.originalName, shape: w.shape, trainable: w.trainable})),
      };
    };
    const made = layer(args);
    const state = stateOf(made);
    const file = join(__dirname, `golden/${layerClass}.${variant}.config.json`);
    if (process.env.UPDATE_GOLDEN && !existsSync(file))
      writeFileSync(file, JSON.stringify(state, null, 2) + '\n');
    const golden = JSON.parse(readFileSync(file, 'utf8')) as typeof state;
    expect(JSON.parse(JSON.stringify(state))).toEqual(golden);
    // What was saved then makes the same layer now.
    const Class = made.constructor as unknown as {
      fromConfig(cls: unknown, config: unknown): tfl.layers.Layer;
    };
    expect(
      JSON.parse(JSON.stringify(stateOf(Class.fromConfig(Class, structuredClone(golden.config))))),
    ).toEqual(golden);
  });
});

describe.each(models)('$id: weights from and to tf.layers.lstm', ({id, layer, layerClass}) => {
  const x = () => normal([batch, timeSteps, features], 1);
  const plain = (args = {}) => {
    const made = tfl.layers.lstm({
      units,
      returnSequences: true,
      recurrentActivation: 'sigmoid',
      kernelInitializer: 'glorotNormal',
      recurrentInitializer: 'glorotNormal',
      ...args,
    }) as unknown as tfl.RNN;
    made.apply(x());
    return made;
  };
  const mine = (args = {}) => {
    const made = layer({units, returnSequences: true, ...args});
    made.build([null, timeSteps, features]);
    return made;
  };
  const out = (l: tfl.layers.Layer) => l.apply(x()) as Tensor;

  if (id === 'layerNorm' || id === 'batchNorm') {
    test('says that there are none', async () => {
      expect(() => copyWeightsFromLSTM(mine(), plain())).toThrow(
        `layer: no weights make a ${layerClass} compute what an LSTM does`,
      );
      await expect(copyWeightsToLSTM(mine(), plain())).rejects.toThrow(
        `layer: no weights make an LSTM compute what a ${layerClass} does`,
      );
    });
    return;
  }

  test('equal outputs after copying from, and after copying back to another one', async () => {
    const [source, ours, target] = [plain(), mine(), plain()];
    randomize(source);
    copyWeightsFromLSTM(ours, source);
    await expectClose(out(ours), out(source), 1e-6);
    await copyWeightsToLSTM(ours, target);
    await expectClose(out(target), out(source), 1e-6);
  });

  if (id === 'lstm') {
    test('with hardSigmoid on both sides, as a tf.layers.lstm has it by default', async () => {
      const source = plain({recurrentActivation: 'hardSigmoid'});
      const ours = mine({recurrentActivation: 'hardSigmoid'});
      randomize(source);
      copyWeightsFromLSTM(ours, source);
      await expectClose(out(ours), out(source), 1e-6);
      expect(await distance(out(ours), out(mine({weights: ours.getWeights()})))).toBeGreaterThan(1e-3);
    });
  }

  test('a column of zeros stays a column of zeros', async () => {
    const [source, ours] = [plain({kernelInitializer: 'zeros'}), mine()];
    copyWeightsFromLSTM(ours, source);
    await expectClose(out(ours), out(source), 1e-6);
  });

  test('without a bias on either side', async () => {
    const [source, ours] = [plain({useBias: false}), mine()];
    copyWeightsFromLSTM(ours, source);
    await expectClose(out(ours), out(source), 1e-6);
    await expect(copyWeightsToLSTM(ours, source)).rejects.toThrow(
      'bias: the layer has one, the tf.layers.lstm has useBias: false',
    );
    expect(() => copyWeightsFromLSTM(mine({useBias: false}), plain())).toThrow(
      'bias: the tf.layers.lstm has one, the layer has useBias: false',
    );
  });

  test('errors', async () => {
    const varianceMethod = id === 'normProp' ? 'paper' : undefined;
    const other = plain({units: 3});
    expect(() => copyWeightsFromLSTM(mine(), other)).toThrow(
      'kernel: expected the shapes of both layers to agree, got [4,24] here and [4,12] in the tf.layers.lstm',
    );
    expect(() => copyWeightsFromLSTM(mine(), plain({recurrentActivation: 'hardSigmoid'}))).toThrow(
      "plain.recurrentActivation: expected 'sigmoid', got 'hardSigmoid'",
    );
    const gru = tfl.layers.gru({units}) as unknown as tfl.RNN;
    expect(() => copyWeightsFromLSTM(mine(), gru)).toThrow('plain: expected a tf.layers.lstm, got GRU');
    expect(() => copyWeightsFromLSTM(layer({units}), plain())).toThrow('layer: expected a built layer');
    expect(() => copyWeightsFromLSTM(mine(), tfl.layers.lstm({units}) as unknown as tfl.RNN)).toThrow(
      'plain: expected a built layer',
    );
    await expect(copyWeightsToLSTM(layer({units}), plain())).rejects.toThrow('layer: expected a built layer');
    expect(() => copyWeightsFromLSTM(mine({cell: 'preserving', varianceMethod}), plain())).toThrow(
      "layer: expected the standard cell, as every LSTM has it, got 'preserving'",
    );
    const scaled = mine({outputScale: 2});
    const message = 'layer: expected an outputScale of 1, as every LSTM has it, got 2';
    expect(() => copyWeightsFromLSTM(scaled, plain())).toThrow(message);
    if (id !== 'normProp') await expect(copyWeightsToLSTM(scaled, plain())).rejects.toThrow(message);
    else {
      await expect(copyWeightsToLSTM(mine(), plain())).rejects.toThrow(
        'layer: a NormPropLSTM scales c by γc/√Var[c] and h by 1/√Var[h], which no LSTM does; both must be 1',
      );
    }
  });
});
