import type {Kernels} from '../contract/kernels.js';
import type {LSTMForwardArgs, PreparedForwardArgs} from '../contract/lstmTypes.js';
import {withThreads, type ThreadChoice} from '../threads/threadChoice.js';
import type {NativeAddon} from './nativeAddon.js';
import {nativeForward} from './nativeForward.js';
import {NativePrepared} from './nativePrepared.js';
import {NativeWeights} from './nativeWeights.js';

/** The options of `lstmForward` that the native kernels have. */
const KNOWN = new Set<string>([
  'timeSteps',
  'batch',
  'inputSize',
  'units',
  'x',
  'kernel',
  'recurrentKernel',
  'packedWeights',
  'columnGainX',
  'columnGainH',
  'bias',
  'h0',
  'c0',
  'cell',
  'cellPenalty',
  'recurrentActivation',
  'returnCells',
  'normalizer',
  'cellScale',
  'hiddenScale',
  'gammaX',
  'gammaH',
  'gammaC',
  'betaX',
  'betaH',
  'betaC',
  'epsilon',
  'perGate',
  'populationStatistics',
  'batchStatisticsOver',
  'mask',
  'recurrentDropoutMask',
  'candidateDropoutMask',
  'zoneoutCell',
  'zoneoutHidden',
  'goBackwards',
  'batchMajor',
  'inference',
] satisfies (keyof LSTMForwardArgs)[]);

/** Whether a call asks for nothing that only other builds have. */
function isKnown(args: PreparedForwardArgs): boolean {
  return Object.entries(args).every(([name, value]) => KNOWN.has(name) || value === undefined);
}

/**
 * All kernels in native code; `build` is an index into the addon's builds. Calls with an option that these do not have go to `others`.
 */
export function nativeKernels(
  addon: NativeAddon,
  build: number,
  choice: ThreadChoice,
  others: () => Kernels,
): Kernels {
  return {
    lstmForward: (args) =>
      isKnown(args) ? nativeForward(addon, build, choice, args) : others().lstmForward(args),
    prepareForward: (args, isActive) =>
      isKnown(args)
        ? new NativePrepared(addon, build, choice, args, isActive)
        : others().prepareForward?.(args, isActive),
    packLSTMWeights: (args) => new NativeWeights(addon, build, args),
    sgemm: ({m, n, k, a, b, c, transposeA, transposeB, accumulate}) =>
      withThreads(choice, 'sgemm', m * n * k, (threads) =>
        addon.sgemm(
          build,
          threads,
          m,
          n,
          k,
          a,
          transposeA ? 1 : 0,
          b,
          transposeB ? 1 : 0,
          c,
          accumulate ? 1 : 0,
        ),
      ),
    sigmoid: (x) => into(x, (out) => addon.sigmoid(build, x, out)),
    tanh: (x) => into(x, (out) => addon.tanh(build, x, out)),
    // Native code does not scale a column by its largest entry yet, so that columns of 1e-30 or 1e19 would come to nothing.
    normalizeColumns: (w, rows, columns, gamma) => others().normalizeColumns(w, rows, columns, gamma),
    normalizeColumnsBackward: (w, rows, columns, gamma, gradient) =>
      others().normalizeColumnsBackward(w, rows, columns, gamma, gradient),
    softmaxCrossEntropy: (logits, targets, classes, wantGradient) => {
      const gradient = wantGradient ? new Float32Array(logits.length) : undefined;
      const loss = addon.softmaxCrossEntropy(build, classes, targets, logits, gradient);
      return gradient ? {loss, gradient} : {loss};
    },
  };
}

/** A fresh array as long as x, filled by `fill`. */
function into(x: Float32Array, fill: (out: Float32Array) => void): Float32Array {
  const out = new Float32Array(x.length);
  fill(out);
  return out;
}
