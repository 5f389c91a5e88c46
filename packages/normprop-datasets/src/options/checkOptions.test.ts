import * as datasets from '../index.js';
import {checkOptions} from './checkOptions.js';

interface Options {
  name?: string;
  download?: boolean;
}
const check = (options: object) =>
  checkOptions<Options>('load', options, {name: 'string', download: 'boolean'});

describe('checkOptions', () => {
  it('takes what is there, and undefined', () => {
    expect(() => check({name: 'a', download: undefined})).not.toThrow();
  });

  it.each([
    [{nam: 'a'}, "load: no option 'nam'; it has download, name"],
    [{toString: 1}, "load: no option 'toString'; it has download, name"],
    [JSON.parse('{"__proto__": 1}'), "load: no option '__proto__'; it has download, name"],
    [{download: 'no'}, 'load: download: expected true or false, got "no"'],
    [{name: 5}, 'load: name: expected a string, got 5'],
    [null, 'load: expected an object, got null'],
    ['name', 'load: expected an object, got "name"'],
    [['name'], 'load: expected an object, got an array'],
  ])('refuses %j', (options, message) => {
    expect(() => check(options as object)).toThrow(message);
  });
});

describe('an option that is not there', () => {
  const text = 'to be or not to be. '.repeat(40);
  const stream = Uint8Array.from({length: 400}, (_, i) => i % 4);
  const images = {...{count: 4, height: 1, width: 1, channels: 1}, read: () => new Float32Array(1)};
  const none = {x: 1} as object;
  const texts = {train: 'ab', valid: 'a', test: 'b'};

  it.each<[string, () => unknown]>([
    ['loadText', () => datasets.loadText({text}, {...none})],
    ['source', () => datasets.loadText({text, ...none})],
    ['split', () => datasets.loadText({text}, {split: {train: 0.5, valid: 0.3, test: 0.2, ...none}})],
    ['textCorpus', () => datasets.textCorpus({name: 'a', texts, ...none})],
    ['texts', () => datasets.textCorpus({name: 'a', texts: {...texts, ...none}})],
    ['Vocabulary', () => new datasets.Vocabulary(['a'], {...none})],
    ['vocabulary', () => datasets.Vocabulary.fromJSON({symbols: ['a'], ...none})],
    ['loadPTB', () => datasets.loadPTB({...none})],
    ['network', () => datasets.loadPTB({network: {...none}})],
    ['ptbCharacters', () => datasets.ptbCharacters('a', {...none})],
    ['loadMNIST', () => datasets.loadMNIST({...none})],
    ['network', () => datasets.loadMNIST({network: {...none}})],
    ['files', () => datasets.loadMNIST({files: {...none} as never})],
    ['loadBinarizedMNIST', () => datasets.loadBinarizedMNIST({...none})],
    ['network', () => datasets.loadBinarizedMNIST({network: {...none}})],
    ['files', () => datasets.loadBinarizedMNIST({files: {...none} as never})],
    [
      'trainingBatches',
      () => datasets.trainingBatches(stream, {length: 5, batch: 2, seed: 1, epoch: 0, ...none}),
    ],
    ['validationBatches', () => datasets.validationBatches(stream, {length: 5, batch: 2, ...none})],
    ['testBatches', () => datasets.testBatches(stream, {length: 5, ...none})],
    ['toDataset', () => datasets.toDataset({} as never, [] as never, {...none})],
    ['binarizeImages', () => datasets.binarizeImages(images, {seed: 1, ...none})],
    ['imageBatches', () => datasets.imageBatches(images, {batch: 1, ...none})],
    ['shuffle', () => datasets.imageBatches(images, {batch: 1, shuffle: {seed: 1, epoch: 0, ...none}})],
    ['selectImages', () => datasets.selectImages(images, {start: 1, ...none})],
    ['selectImages', () => datasets.selectImages(images, {count: 1, seed: 1, ...none})],
  ])('of %s is refused', async (of, call) => {
    await expect(Promise.resolve().then(call)).rejects.toThrow(`${of}: no option 'x'; it has `);
  });
});
