import {expectCount, expectFloats, expectNames, expectOptionalFloats} from '../border/expect.js';
import {forwardNames} from '../border/names.js';
import {activeKernels} from '../choice/activeKernels.js';
import type {PackedLSTMWeights, PackedLSTMWeightsArgs} from '../contract/lstmTypes.js';

/**
 * Brings the weights into the kernels' memory and order once, for many calls of `lstmForward` with the same weights (`packedWeights`):
 * stepping by hand, sampling. `dispose` it afterwards.
 *
 * The arguments of `lstmForward` may be given whole. Throws when an array does not fit the sizes.
 */
export function packLSTMWeights(args: PackedLSTMWeightsArgs): PackedLSTMWeights {
  expectNames<object>('packLSTMWeights', args, forwardNames);
  const {inputSize: d, units: h} = args;
  expectCount('inputSize', d);
  expectCount('units', h);
  expectFloats('kernel', args.kernel, [d, 4 * h]);
  expectFloats('recurrentKernel', args.recurrentKernel, [h, 4 * h]);
  expectOptionalFloats('columnGainX', args.columnGainX, [4 * h]);
  expectOptionalFloats('columnGainH', args.columnGainH, [4 * h]);
  return activeKernels().packLSTMWeights(args);
}
