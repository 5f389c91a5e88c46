import * as tfl from '@tensorflow/tfjs-layers';
import {kerasObject, notImported} from './kerasConfig.js';

type Config = Record<string, unknown>;
type Regularizer = ReturnType<typeof tfl.regularizers.l2>;
type Constraint = ReturnType<typeof tfl.constraints.nonNeg>;

const regularizers: Record<string, (config: Config) => Regularizer> = {
  L1: ({l1}) => tfl.regularizers.l1({l1: l1 as number}),
  L2: ({l2}) => tfl.regularizers.l2({l2: l2 as number}),
  L1L2: ({l1, l2}) => tfl.regularizers.l1l2({l1: l1 as number, l2: l2 as number}),
};

const constraints: Record<string, (config: Config) => Constraint> = {
  MaxNorm: ({max_value, axis}) =>
    tfl.constraints.maxNorm({maxValue: max_value as number, axis: axis as number}),
  NonNeg: () => tfl.constraints.nonNeg(),
  UnitNorm: ({axis}) => tfl.constraints.unitNorm({axis: axis as number}),
  MinMaxNorm: ({min_value, max_value, rate, axis}) =>
    tfl.constraints.minMaxNorm({
      minValue: min_value as number,
      maxValue: max_value as number,
      rate: rate as number,
      axis: axis as number,
    }),
};

/** A layer's regularizer, which further training keeps; undefined for none. @throws For one that tfjs does not have. */
export function regularizerOfKeras(layer: string, config: Config, option: string): Regularizer | undefined {
  return made(layer, config, option, regularizers);
}

/** A layer's constraint; undefined for none. @throws For one that tfjs does not have. */
export function constraintOfKeras(layer: string, config: Config, option: string): Constraint | undefined {
  return made(layer, config, option, constraints);
}

function made<T>(
  layer: string,
  config: Config,
  option: string,
  makers: Record<string, (config: Config) => T>,
) {
  if (config[option] == null) return undefined;
  const {className, config: args} = kerasObject(config[option], `layer '${layer}', ${option}`);
  if (!Object.hasOwn(makers, className))
    throw notImported(layer, `${option} ${className}`, `use one of ${Object.keys(makers).join(', ')}`);
  return makers[className](args);
}
