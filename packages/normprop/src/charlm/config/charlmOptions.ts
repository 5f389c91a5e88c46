import {
  budgetOptions,
  forgetBiasOption,
  gainOptions,
  initFromOption,
  logEveryOption,
  optimizerOptions,
  runOptions,
  unitNormOption,
} from '../../config/sharedOptions.js';
import type {CharlmConfig} from './charlmConfig.js';
import {modelNames} from '../../config/modelNames.js';
import {choice, flag, integer, number, orWord, pattern, shares, text} from '../../config/optionKinds.js';
import type {ConfigOption} from '../../config/configOption.js';

/** One option of a character language model. */
export type CharlmOption = ConfigOption<keyof CharlmConfig>;

const rate = number({atLeast: 0, below: 1});
const positive = number({above: 0});

/** Every option of `train charlm`, in the order of its help. The config file's fields are the same list. */
export const charlmOptions: readonly CharlmOption[] = [
  {
    name: 'data',
    flags: '--data <name>',
    group: 'Data',
    kind: text('moby-dick, ptb or the path of a text file'),
    help: 'moby-dick (needs no download), ptb (Penn Treebank), or the path of a UTF-8 text file',
  },
  {
    name: 'dataDir',
    flags: '--data-dir <folder>',
    group: 'Data',
    kind: orWord('none', null, text('a folder')),
    help: 'where ptb.train.txt, ptb.valid.txt and ptb.test.txt lie (or go, with --download)',
  },
  {
    name: 'split',
    flags: '--split <shares>',
    group: 'Data',
    kind: orWord('default', null, shares),
    help: 'how much of a text file is for training, validation and test, in per cent and in this order (default: 90,5,5)',
  },
  {
    name: 'unknownSymbol',
    flags: '--unknown-symbol <c>',
    group: 'Data',
    kind: orWord('none', null, pattern('one character', /^.$/su)),
    help: 'stands for characters that only validation or test text has (default: they are an error)',
  },
  {
    name: 'model',
    flags: '--model <name>',
    group: 'Model',
    kind: choice(modelNames),
    help: modelNames.join(', ') + '; lstm is the baseline',
  },
  {name: 'units', flags: '--units <n>', group: 'Model', kind: integer(1), help: 'size of the hidden state'},
  {
    name: 'preset',
    flags: '--preset <name>',
    group: 'Model',
    kind: orWord('none', null, choice(['paper'])),
    help: "normProp: paper stands for the paper's own setting (gains 2, 2, 1, its constants as printed, no cell penalty); options given beside it win",
  },
  ...gainOptions,
  {
    name: 'cellPenalty',
    flags: '--cell-penalty <n>',
    group: 'Model',
    kind: orWord('default', null, number({atLeast: 0})),
    help: 'weight of a term in the training loss that keeps the cell at its variance (normProp: 0.1; 0 is none; lstm and weightNorm need --cell-target)',
  },
  {
    name: 'cellTarget',
    flags: '--cell-target <n>',
    group: 'Model',
    kind: orWord('none', null, positive),
    help: 'lstm and weightNorm: what that term wants the mean square of the cell to be',
  },
  {
    name: 'cell',
    flags: '--cell <kind>',
    group: 'Model',
    kind: choice(['standard', 'preserving']),
    help: 'preserving: c = f·c + √(1−f²)·i·g, which keeps its variance whatever f is (ours, not the paper’s)',
  },
  {
    name: 'outputScale',
    flags: '--output-scale <n>',
    group: 'Model',
    kind: positive,
    help: 'what the softmax reads is the hidden state times this; the recurrence does not see it',
  },
  forgetBiasOption,
  {
    name: 'varianceMethod',
    flags: '--variance-method <name>',
    group: 'Model',
    kind: orWord('default', null, text('a variance method')),
    help: "normProp: how the variances of c and h are found; meanField (default): counts in that h is correlated in time; paper: the paper's equations 8 and 14, as printed; calibrated: measured on 8 training batches before the first update",
  },
  {
    name: 'inputVariance',
    flags: '--input-variance <n|actual>',
    group: 'Model',
    kind: orWord('actual', 'actual', orWord('default', null, positive)),
    help: 'normProp: the input variance that those equations are given (default: 1, as the paper)',
  },
  {
    name: 'inputScale',
    flags: '--input-scale <n|sqrt>',
    group: 'Model',
    kind: orWord('sqrt', 'sqrt', positive),
    help: "characters enter as rows of a fixed random orthogonal matrix times this; sqrt (√vocabulary) gives inputs of variance 1, which normProp's equations assume, 1 gives variance 1/vocabulary",
  },
  {
    name: 'batchDataNormalization',
    flags: '--batch-data-normalization',
    group: 'Model',
    kind: flag,
    help: "standardise the inputs by the batch's mean and variance in training, by the training text's elsewhere (Arpit)",
  },
  {
    name: 'learnInitialState',
    flags: '--learn-initial-state',
    group: 'Model',
    kind: flag,
    help: 'train the state before the first character instead of zeros',
  },
  {
    name: 'length',
    flags: '--length <n>',
    group: 'Training',
    kind: integer(1),
    help: 'characters a piece; gradients flow back this far',
  },
  {name: 'batch', flags: '--batch <n>', group: 'Training', kind: integer(1), help: 'pieces in one update'},
  initFromOption('the options of the model and the characters that it knows'),
  ...budgetOptions('the text'),
  ...optimizerOptions,
  unitNormOption('default: yes for normProp and weightNorm, as the paper, no for the others'),
  {
    name: 'dropout',
    flags: '--dropout <p>',
    group: 'Dropout',
    kind: rate,
    help: 'on the inputs of the recurrent layer',
  },
  {
    name: 'outputDropout',
    flags: '--output-dropout <p>',
    group: 'Dropout',
    kind: rate,
    help: 'on the hidden states before the softmax',
  },
  {
    name: 'candidateDropout',
    flags: '--candidate-dropout <p>',
    group: 'Dropout',
    kind: rate,
    help: 'on the candidate, a new mask each step (Semeniuta)',
  },
  {
    name: 'recurrentDropout',
    flags: '--recurrent-dropout <p>',
    group: 'Dropout',
    kind: rate,
    help: 'on h, one mask a piece (Keras, Gal)',
  },
  {
    name: 'zoneoutCell',
    flags: '--zoneout-cell <p>',
    group: 'Dropout',
    kind: rate,
    help: 'probability that c keeps its old value (Krueger)',
  },
  {
    name: 'zoneoutHidden',
    flags: '--zoneout-hidden <p>',
    group: 'Dropout',
    kind: rate,
    help: 'probability that h keeps its old value',
  },
  ...runOptions,
  {
    name: 'validateEvery',
    flags: '--validate-every <n>',
    group: 'Run',
    kind: integer(1),
    help: 'measure the validation text every so many updates',
  },
  {
    name: 'validationCharacters',
    flags: '--validation-characters <n>',
    group: 'Run',
    kind: integer(0),
    help: 'on at most so many characters of it; 0 for all',
  },
  logEveryOption,
];
