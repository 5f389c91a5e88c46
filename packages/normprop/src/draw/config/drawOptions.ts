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
import type {ConfigOption} from '../../config/configOption.js';
import {modelNames} from '../../config/modelNames.js';
import {choice, flag, integer, orWord, text} from '../../config/optionKinds.js';
import type {Binarize, DrawData, DrawRunConfig} from './drawRunConfig.js';

/** The image sets by the names that configs and the command line use. */
export const drawDataNames: readonly DrawData[] = ['mnist', 'binarized-mnist'];

const binarizeNames: readonly Binarize[] = ['each-epoch', 'once', 'none'];

/** Every option of `draw train`, in the order of its help. The config file's fields are the same list. */
export const drawOptions: ReadonlyArray<ConfigOption<keyof DrawRunConfig>> = [
  {
    name: 'data',
    flags: '--data <name>',
    group: 'Data',
    kind: choice(drawDataNames),
    help: "mnist (needs no download) or binarized-mnist (Larochelle's fixed set)",
  },
  {
    name: 'dataDir',
    flags: '--data-dir <folder>',
    group: 'Data',
    kind: orWord('none', null, text('a folder')),
    help: "where the set's files lie (or go, with --download)",
  },
  {
    name: 'binarize',
    flags: '--binarize <how>',
    group: 'Data',
    kind: orWord('default', null, choice(binarizeNames)),
    help: 'mnist: draw each pixel with its grey value as probability each-epoch (the default) or once, or take grey values (none)',
  },
  {
    name: 'model',
    flags: '--model <name>',
    group: 'Model',
    kind: choice(modelNames),
    help: modelNames.join(', ') + ': the cell of encoder and decoder; lstm is the baseline',
  },
  {
    name: 'units',
    flags: '--units <n>',
    group: 'Model',
    kind: integer(1),
    help: 'size of encoder and decoder',
  },
  {
    name: 'glimpses',
    flags: '--glimpses <n>',
    group: 'Model',
    kind: integer(1),
    help: 'steps of reading and writing',
  },
  {
    name: 'latentSize',
    flags: '--latent-size <n>',
    group: 'Model',
    kind: integer(1),
    help: 'latents of a glimpse',
  },
  {
    name: 'attention',
    flags: '--attention',
    group: 'Model',
    kind: flag,
    help: 'read and write through windows (default: yes; --no-attention: the whole image)',
  },
  {name: 'readSize', flags: '--read-size <n>', group: 'Model', kind: integer(1), help: 'read n x n values'},
  {
    name: 'writeSize',
    flags: '--write-size <n>',
    group: 'Model',
    kind: integer(1),
    help: 'write n x n values',
  },
  ...gainOptions,
  forgetBiasOption,
  {
    name: 'varianceMethod',
    flags: '--variance-method <name>',
    group: 'Model',
    kind: orWord('default', null, choice(['paper', 'meanField'])),
    help: "normProp: how the variances of c and h are found; paper: the paper's equations 8 and 14; meanField: counts in that h is correlated in time",
  },
  {name: 'batch', flags: '--batch <n>', group: 'Training', kind: integer(1), help: 'images in one update'},
  initFromOption('the options of the model'),
  ...budgetOptions('the images'),
  ...optimizerOptions,
  unitNormOption('normProp and weightNorm; default: yes, as the paper'),
  ...runOptions,
  {
    name: 'validateEvery',
    flags: '--validate-every <n>',
    group: 'Run',
    kind: integer(0),
    help: 'measure validation and test images every so many updates; 0: after each epoch',
  },
  {
    name: 'validationImages',
    flags: '--validation-images <n>',
    group: 'Run',
    kind: integer(0),
    help: 'on at most so many of each, a random part; 0 for all',
  },
  logEveryOption,
];
