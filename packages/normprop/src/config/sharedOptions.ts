import {backendNames} from 'normprop-doctor';
import {backendHelp, backendWords} from '../backend/backendWords.js';
import type {ConfigOption} from './configOption.js';
import {choice, flag, integer, number, orWord, pattern, text} from './optionKinds.js';
import type {RunConfig} from './runConfig.js';

type SharedOption = ConfigOption<keyof RunConfig>;

const positive = number({above: 0});
const gain = orWord('default', null, positive);

/** Options of every recurrent layer with gains. */
export const gainOptions: readonly SharedOption[] = [
  {
    name: 'gammaX',
    flags: '--gamma-x <n>',
    group: 'Model',
    kind: gain,
    help: "first value of the gain on the input weights (default: the model's own)",
  },
  {
    name: 'gammaH',
    flags: '--gamma-h <n>',
    group: 'Model',
    kind: gain,
    help: 'the same for the recurrent weights',
  },
  {name: 'gammaC', flags: '--gamma-c <n>', group: 'Model', kind: gain, help: 'the same for the cell'},
];

/** `--forget-bias`. */
export const forgetBiasOption: SharedOption = {
  name: 'forgetBias',
  flags: '--forget-bias <n>',
  group: 'Model',
  kind: number(),
  help: "first value of the forget gate's bias",
};

/**
 * How long a run trains.
 *
 * @param data What an epoch passes over: `the text`.
 */
export function budgetOptions(data: string): readonly SharedOption[] {
  return [
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
      help: `how many passes over ${data}, instead of --updates (0.5 is half a pass)`,
    },
  ];
}

/** Adam's options, and what is done to gradients before it and to weights after it. */
export const optimizerOptions: readonly SharedOption[] = [
  {
    name: 'learningRate',
    flags: '--learning-rate <n>',
    group: 'Training',
    kind: positive,
    help: "Adam's learning rate",
  },
  {
    name: 'decay',
    flags: '--decay <kind>',
    group: 'Training',
    kind: pattern(
      'none, linear, cosine (or linear:<share left at the end>), inverseTime:<rate> or exponential:<rate> (a number from 0 to 1)',
      /^(none|linear|cosine|(linear|cosine|inverseTime|exponential):(0?\.\d+|0|\d(\.\d+)?e-\d+))$/,
    ),
    help: 'how the rate falls: linear or cosine to a hundredth of it at the end of the run (linear:0.1: to a tenth), inverseTime:k for rate/(1+k·updates), exponential:k for rate·(1−k)^updates, none',
  },
  {
    name: 'clipNorm',
    flags: '--clip-norm <n|none>',
    group: 'Training',
    kind: orWord('none', null, positive),
    help: 'largest global norm of the gradient',
  },
];

/** `--unit-norm`; @param whose For which models it is on unless the user says otherwise. */
export function unitNormOption(whose: string): SharedOption {
  return {
    name: 'unitNorm',
    flags: '--unit-norm',
    group: 'Training',
    kind: orWord('default', null, flag),
    help: `bring weight columns back to norm 1 after each update (${whose}; --no-unit-norm: no)`,
  };
}

/** `--init-from`; @param taken What of that run stays beside its weights. */
export function initFromOption(taken: string): SharedOption {
  return {
    name: 'initFrom',
    flags: '--init-from <run>',
    group: 'Training',
    kind: orWord('none', null, text('a run folder')),
    help: `start from the weights of a trained run, its newest checkpoint, instead of random ones; ${taken} are that run's`,
  };
}

/** Where a run computes, from which seed, and how often it saves. */
export const runOptions: readonly SharedOption[] = [
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
];

/** `--log-every`. */
export const logEveryOption: SharedOption = {
  name: 'logEvery',
  flags: '--log-every <n>',
  group: 'Run',
  kind: integer(1),
  help: 'one line of metrics every so many updates',
};
