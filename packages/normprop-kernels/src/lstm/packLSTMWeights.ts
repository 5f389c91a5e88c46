import {expectCount, expectFloats, expectOptionalFloats} from '../border/expect.js';
import {activeKernels} from '../engine/activeKernels.js';
import type {PackedLSTMWeights, PackedLSTMWeightsArgs} from './lstmTypes.js';

/**
 * Brings the weights into the kernels' memory and order once, for many calls of `lstmForward` with the same weights (`packedWeights`):
 * stepping by hand, sampling. `dispose` it afterwards.
 *
 * Throws when an array does not fit the sizes.
 */
export function packLSTMWeights(args: PackedLSTMWeightsArgs): PackedLSTMWeights {
  const {inputSize: d, units: h} = args;
  expectCount('inputSize', d);
  expectCount('units', h);
  expectFloats('kernel', args.kernel, [d, 4 * h]);
  expectFloats('recurrentKernel', args.recurrentKernel, [h, 4 * h]);
  expectOptionalFloats('columnGainX', args.columnGainX, [4 * h]);
  expectOptionalFloats('columnGainH', args.columnGainH, [4 * h]);
  return activeKernels().packLSTMWeights(args);
}
