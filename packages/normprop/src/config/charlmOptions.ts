import type {CharlmConfig} from './charlmConfig.js';
import {backendHelp, backendNames, backendWords, modelNames} from './names.js';
import {choice, flag, integer, number, orWord, pattern, text} from './optionKinds.js';
import type {OptionKind} from './optionKinds.js';

/** One option of a run: its flag, its field in the config, its meaning. */
export interface ConfigOption<Config> {
  /** The field of the config. */
  name: keyof Config & string;
  /** As on the command line: `--units <n>`, or `--unit-norm` for a flag. */
  flags: string;
  /** One line of help. */
  help: string;
  /** The heading of the help under which it stands. */
  group: 'Data' | 'Model' | 'Training' | 'Dropout' | 'Run';
  kind: OptionKind;
  /** What the command line takes, where that is more than a config holds. */
  commandLineKind?: OptionKind;
}

/** One option of a character language model. */
export type CharlmOption = ConfigOption<CharlmConfig>;

const rate = number({atLeast: 0, below: 1});
const positive = number({above: 0});
const gain = orWord('default', null, positive);

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
    name: 'gammaX',
    flags: '--gamma-x <n>',
    group: 'Model',
    kind: gain,
    help: "first value of the gain on the input weights (default: the paper's for the model)",
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
    help: 'how many passes over the text, instead of --updates (0.5 is half a pass)',
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
  {
    name: 'logEvery',
    flags: '--log-every <n>',
    group: 'Run',
    kind: integer(1),
    help: 'one line of metrics every so many updates',
  },
];

/** The option of a config field. */
export function charlmOption(name: string): CharlmOption | undefined {
  return charlmOptions.find((option) => option.name === name);
}
