import type {ConfigOption} from '../../config/charlmOptions.js';
import {backendHelp, backendNames, backendWords, modelNames} from '../../config/names.js';
import {choice, flag, integer, number, orWord, pattern, text} from '../../config/optionKinds.js';
import type {Binarize, DrawData, DrawRunConfig} from './drawRunConfig.js';

/** The image sets by the names that configs and the command line use. */
export const drawDataNames: readonly DrawData[] = ['mnist', 'binarized-mnist'];

const binarizeNames: readonly Binarize[] = ['each-epoch', 'once', 'none'];

const positive = number({above: 0});
const gain = orWord('default', null, positive);

/** Every option of `draw train`, in the order of its help. The config file's fields are the same list. */
export const drawOptions: ReadonlyArray<ConfigOption<DrawRunConfig>> = [
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
  {
    name: 'gammaX',
    flags: '--gamma-x <n>',
    group: 'Model',
    kind: gain,
    help: "first value of the gain on the input weights (default: the paper's for DRAW)",
  },
  {
    name: 'gammaH',
    flags: '--gamma-h <n>',
    group: 'Model',
    kind: gain,
    help: 'the same for the recurrent weights',
  },
  {name: 'gammaC', flags: '--gamma-c <n>', group: 'Model', kind: gain, help: 'the same for the cell'},
  {
    name: 'forgetBias',
    flags: '--forget-bias <n>',
    group: 'Model',
    kind: number(),
    help: "first value of the forget gate's bias",
  },
  {
    name: 'varianceMethod',
    flags: '--variance-method <name>',
    group: 'Model',
    kind: orWord('default', null, choice(['paper', 'meanField'])),
    help: "normProp: how the variances of c and h are found; paper: the paper's equations 8 and 14; meanField: counts in that h is correlated in time",
  },
  {name: 'batch', flags: '--batch <n>', group: 'Training', kind: integer(1), help: 'images in one update'},
  {
    name: 'updates',
    flags: '--updates <n>',
    group: 'Training',
    kind: orWord('none', null, integer(1)),
    help: 'how many updates of the weights',
  },
  {
    name: 'epochs',
    flags: '--epochs <n>',
    group: 'Training',
    kind: orWord('none', null, positive),
    help: 'how many passes over the images, instead of --updates (0.5 is half a pass)',
  },
  {
    name: 'learningRate',
    flags: '--learning-rate <n>',
    group: 'Training',
    kind: positive,
    help: "Adam's learning rate",
  },
  {
    name: 'decay',
    flags: '--decay <kind:rate>',
    group: 'Training',
    kind: pattern(
      'none, inverseTime:<rate> or exponential:<rate> (a rate from 0 to 1)',
      /^(none|(inverseTime|exponential):(0?\.\d+|0|\d(\.\d+)?e-\d+))$/,
    ),
    help: 'none, inverseTime:k for rate/(1+k·updates), exponential:k for rate·(1−k)^updates',
  },
  {
    name: 'clipNorm',
    flags: '--clip-norm <n|none>',
    group: 'Training',
    kind: orWord('none', null, positive),
    help: 'largest global norm of the gradient',
  },
  {
    name: 'unitNorm',
    flags: '--unit-norm',
    group: 'Training',
    kind: orWord('default', null, flag),
    help: 'normProp and weightNorm: bring weight columns back to norm 1 after each update (default: yes, as the paper; --no-unit-norm: no)',
  },
  {
    name: 'backend',
    flags: '--backend <name>',
    group: 'Run',
    kind: choice(backendNames),
    commandLineKind: choice(backendWords),
    help: backendHelp,
  },
  {
    name: 'seed',
    flags: '--seed <n>',
    group: 'Run',
    kind: integer(0),
    help: 'the same seed on the same backend gives the same losses to the bit',
  },
  {
    name: 'checkpointEvery',
    flags: '--checkpoint-every <n|n s>',
    group: 'Run',
    kind: pattern('a number of updates (500) or of seconds (60s)', /^[1-9]\d*s?$/),
    help: 'save every so many updates (500) or seconds (60s)',
  },
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
  {
    name: 'logEvery',
    flags: '--log-every <n>',
    group: 'Run',
    kind: integer(1),
    help: 'one line of metrics every so many updates',
  },
];
