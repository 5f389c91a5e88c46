import {memory} from '@tensorflow/tfjs-core';
import {Vocabulary} from 'normprop-datasets';
import type {SequenceBatch} from 'normprop-datasets';
import {modelNames} from '../src/config/modelNames.js';
import {evaluateRun} from '../src/charlm/evaluate/evaluateRun.js';
import {sampleRun} from '../src/charlm/sample/sampleRun.js';
import {CharModel} from '../src/charlm/model/charModel.js';
import {RuntimeReader} from '../src/charlm/read/runtimeReader.js';
import {TextReader} from '../src/charlm/read/textReader.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {backend, emptyFolder, tinyConfig} from './support/tinyRun.js';

const symbols = Int32Array.from({length: 8}, (_, index) => (index * 5) % 7);
const batch: SequenceBatch = {
  index: 0,
  batch: 1,
  timeSteps: 8,
  inputs: symbols,
  targets: symbols,
  carriesState: false,
};

describe('TextReader', () => {
  test.each(modelNames)(
    '%s: one character at a time gives the states of the whole sequence within 1e-5',
    async (model) => {
      const charModel = new CharModel(
        tinyConfig({
          model,
          learnInitialState: true,
          batchDataNormalization: true,
          zoneoutCell: 0.2,
          zoneoutHidden: 0.1,
        }),
        7,
      );
      // Any values, so that the initial state and Batch Norm's statistics, one row a step, matter.
      charModel.restore(
        (await charModel.snapshot()).map((weight) => ({
          ...weight,
          values: /initial|population/.test(weight.name)
            ? weight.values.map((_, index) => 0.5 + ((index * 7) % 11) / 20)
            : weight.values,
        })),
      );
      const before = memory().numTensors;
      const whole = charModel.hidden(batch);
      const expected = [...whole.dataSync()];
      const reader = new TextReader(charModel);
      const parts = [1, 1, 3, 1, 2];
      let start = 0;
      const actual = parts.flatMap((size) => {
        const hidden = reader.read(symbols.subarray(start, (start += size)));
        const values = [...hidden.dataSync()];
        hidden.dispose();
        return values;
      });
      reader.dispose();
      whole.dispose();
      expect(actual).toHaveLength(expected.length);
      actual.forEach((value, index) => expect(Math.abs(value - expected[index])).toBeLessThan(1e-5));
      expect(memory().numTensors).toBe(before);
      charModel.dispose();
    },
  );
});

describe('RuntimeReader', () => {
  test.each(modelNames)('%s: the logits and the loss of TextReader within 1e-4', async (model) => {
    const settings = {
      learnInitialState: true,
      batchDataNormalization: true,
      zoneoutCell: 0.2,
      outputScale: 2,
    };
    const charModel = new CharModel(tinyConfig({model, ...settings}), 7);
    const anyValues = (await charModel.snapshot()).map((weight) => ({
      ...weight,
      values: weight.values.map((value, index) =>
        /initial|population/.test(weight.name) ? 0.5 + ((index * 7) % 11) / 20 : value,
      ),
    }));
    charModel.restore(anyValues);
    const before = memory().numTensors;
    const vocabulary = Vocabulary.fromJSON({symbols: [...'abcdefg']});
    const readers = [new TextReader(charModel), await RuntimeReader.of(charModel, vocabulary)];
    const [slow, fast] = readers.map((reader) => [
      ...Array.from(reader.logitsAfter(symbols.subarray(0, 3))),
      ...Array.from(reader.logitsAfter([4])),
      reader.loss({inputs: symbols.subarray(3), targets: symbols.subarray(1, 6)}),
      reader.loss(batch),
    ]);
    readers.forEach((reader) => reader.dispose());
    expect(fast).toHaveLength(16);
    fast.forEach((value, index) => expect(Math.abs(value - slow[index])).toBeLessThan(1e-4));
    expect(memory().numTensors).toBe(before);
    charModel.dispose();
  });
});

describe.each(modelNames)('%s: normprop-runtime and TensorFlow.js', (model) => {
  const folder = emptyFolder();
  beforeAll(async () => {
    const settings = {learnInitialState: true, batchDataNormalization: true, zoneoutHidden: 0.1};
    await trainCharlm(tinyConfig({model, ...settings, updates: 20, learningRate: 0.02}), {folder});
  });

  test('write the same text', async () => {
    const greedy = {prime: 'the ', length: 40, temperature: 0, seed: 1};
    const text = await sampleRun(folder, greedy);
    expect(text).toHaveLength(40);
    expect(await sampleRun(folder, {...greedy, backend})).toBe(text);
    const drawn = {...greedy, temperature: 0.7};
    expect(await sampleRun(folder, {...drawn, backend})).toBe(await sampleRun(folder, drawn));
  });

  test('measure the same bits per character, to 1e-4', async () => {
    const stream = {split: 'train', as: 'stream', characters: 600} as const;
    const [fast, slow] = [await evaluateRun(folder, stream), await evaluateRun(folder, {...stream, backend})];
    expect(fast.characters).toBe(600);
    expect(Math.abs(fast.bitsPerCharacter - slow.bitsPerCharacter)).toBeLessThan(1e-4);
  });
});

describe('a trained run', () => {
  const folder = emptyFolder();
  const config = tinyConfig({updates: 20, learningRate: 0.02, validationCharacters: 0});
  let validation: {bitsPerCharacter: number; characters: number};

  beforeAll(async () => {
    ({
      result: {validation},
    } = await trainCharlm(config, {folder}));
  });

  test('writes: the same seed the same text, another seed another, without a tensor left', async () => {
    const sample = {prime: 'the ', length: 30, temperature: 1, seed: 1};
    const text = await sampleRun(folder, sample);
    const before = memory().numTensors;
    const seen: string[] = [];
    expect(await sampleRun(folder, {...sample, onText: (more) => seen.push(more)})).toBe(text);
    expect(seen.join('')).toBe(text);
    expect(seen).toHaveLength(30);
    expect(memory().numTensors).toBe(before);
    expect(await sampleRun(folder, {...sample, seed: 2})).not.toBe(text);
  });

  test('temperature 0 takes the likeliest character, whatever the seed', async () => {
    const sample = {prime: 'the ', length: 20, temperature: 0};
    expect(await sampleRun(folder, {...sample, seed: 1})).toBe(await sampleRun(folder, {...sample, seed: 2}));
  });

  test('does not know every character of a prime', async () => {
    const sample = {length: 5, temperature: 1, seed: 1};
    await expect(sampleRun(folder, {...sample, prime: 'the ñandú'})).rejects.toThrow(
      /^prime: the character "ñ" \(U\+00F1\) at position 4 is not among the 29 symbols of the vocabulary\.\nIt knows: \\n \.abc/,
    );
    await expect(sampleRun(folder, {...sample, prime: ''})).rejects.toThrow('prime: expected at least one');
  });

  test('is measured as in training, in pieces', async () => {
    expect(await evaluateRun(folder)).toMatchObject(validation);
  });

  test('is measured over a whole stream, each character but the first predicted once', async () => {
    const before = memory().numTensors;
    const {bitsPerCharacter, characters} = await evaluateRun(folder, {
      split: 'train',
      as: 'stream',
      characters: 700,
    });
    expect(characters).toBe(700);
    expect(bitsPerCharacter).toBeGreaterThan(0);
    expect(bitsPerCharacter).toBeLessThan(Math.log2(29));
    expect(memory().numTensors).toBe(before);
  });
});

describe('dynamic evaluation', () => {
  const stream = {split: 'test', as: 'stream'} as const;

  test.each(modelNames.filter((model) => model !== 'batchNorm'))(
    '%s: at a rate near 0 the figure of the stream, at a larger one a better one; the run stays as it is',
    async (model) => {
      const folder = emptyFolder();
      const settings = {learnInitialState: true, updates: 10, learningRate: 0.02, clipNorm: null};
      await trainCharlm(tinyConfig({model, ...settings}), {folder});
      const {bitsPerCharacter: still} = await evaluateRun(folder, stream);
      const before = memory().numTensors;
      const {bitsPerCharacter: barely} = await evaluateRun(folder, {...stream, dynamic: 1e-9});
      expect(memory().numTensors).toBe(before);
      expect(Math.abs(barely - still)).toBeLessThan(1e-4);
      const {bitsPerCharacter: learning, dynamic} = await evaluateRun(folder, {...stream, dynamic: 0.05});
      expect(learning).toBeLessThan(still - 0.02);
      expect(dynamic).toBe(0.05);
      expect((await evaluateRun(folder, stream)).bitsPerCharacter).toBe(still);
    },
  );

  test('is refused for Batch Norm', async () => {
    const folder = emptyFolder();
    await trainCharlm(tinyConfig({model: 'batchNorm', updates: 2}), {folder});
    await expect(evaluateRun(folder, {...stream, dynamic: 0.1})).rejects.toThrow('--dynamic: Batch Norm');
  });
});

describe('population statistics', () => {
  test.each([{model: 'batchNorm'}, {model: 'normProp', batchDataNormalization: true}] as const)(
    'of %p are measured anew for each validation, so evaluate gives the same figure',
    async (settings) => {
      const folder = emptyFolder();
      const config = tinyConfig({...settings, updates: 20, learningRate: 0.02, validationCharacters: 0});
      const {result} = await trainCharlm(config, {folder});
      expect(await evaluateRun(folder)).toMatchObject(result.validation);
    },
  );

  test('depend on the weights and the batches alone, and are the means over the batches', async () => {
    const model = new CharModel(tinyConfig({model: 'batchNorm', batchDataNormalization: true}), 7);
    const other = {...batch, inputs: symbols.map((symbol) => (symbol * 3) % 7)};
    const statistics = async (): Promise<number[][]> =>
      (await model.snapshot())
        .filter(({name}) => /population_(mean|variance)/.test(name))
        .map(({values}) => [...values]);
    const reestimated = (batches: SequenceBatch[]): Promise<number[][]> => {
      model.reestimate(batches);
      return statistics();
    };
    const one = await reestimated([batch]);
    const two = await reestimated([other]);
    const both = await reestimated([batch, other]);
    model.reestimate([batch]);
    expect(await statistics()).toEqual(one);
    // The last batch read decides nothing: float32 means, to rounding.
    both.forEach((values, index) =>
      values.forEach((value, place) =>
        expect(Math.abs(value - (one[index][place] + two[index][place]) / 2)).toBeLessThan(1e-5),
      ),
    );
    expect(one).not.toEqual(two);
    const before = memory().numTensors;
    model.reestimate([batch]);
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });
});
