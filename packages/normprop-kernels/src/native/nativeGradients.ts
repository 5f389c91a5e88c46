import type {LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';

/** Which gradients a call has beside those that every call has. */
export type OptionalGradients = Record<
  'columnGainX' | 'columnGainH' | 'cellScale' | 'hiddenScale' | 'normalizer',
  boolean
>;

export function optionalGradients(args: Omit<LSTMForwardArgs, 'x'>): OptionalGradients {
  return {
    columnGainX: args.columnGainX !== undefined,
    columnGainH: args.columnGainH !== undefined,
    cellScale: args.cellScale !== undefined,
    hiddenScale: args.hiddenScale !== undefined,
    normalizer: (args.normalizer ?? 'none') !== 'none',
  };
}

type Sizes = Pick<LSTMForwardArgs, 'timeSteps' | 'batch' | 'inputSize' | 'units'>;

/** Arrays for the gradients that native code writes. */
export function emptyGradients(
  {timeSteps: t, batch: b, inputSize: d, units: h}: Sizes,
  has: OptionalGradients,
  wantX: boolean,
): LSTMGradients {
  const floats = (n: number) => new Float32Array(n);
  return {
    kernel: floats(d * 4 * h),
    recurrentKernel: floats(h * 4 * h),
    bias: floats(4 * h),
    h0: floats(b * h),
    c0: floats(b * h),
    ...(wantX && {x: floats(t * b * d)}),
    ...(has.columnGainX && {columnGainX: floats(4 * h)}),
    ...(has.columnGainH && {columnGainH: floats(4 * h)}),
    ...(has.cellScale && {cellScale: floats(h)}),
    ...(has.hiddenScale && {hiddenScale: floats(h)}),
    ...(has.normalizer && {
      gammaX: floats(4 * h),
      gammaH: floats(4 * h),
      gammaC: floats(h),
      betaC: floats(h),
    }),
  };
}

/** The order in which native code takes them. */
export const inOrder = (gradients: LSTMGradients): (Float32Array | undefined)[] => [
  gradients.kernel,
  gradients.recurrentKernel,
  gradients.bias,
  gradients.h0,
  gradients.c0,
  gradients.x,
  gradients.columnGainX,
  gradients.columnGainH,
  gradients.cellScale,
  gradients.hiddenScale,
  gradients.gammaX,
  gradients.gammaH,
  gradients.gammaC,
  gradients.betaC,
];

/** With the gradients of the shifts, which are the bias's. */
export const withBetas = (gradients: LSTMGradients, {normalizer}: OptionalGradients): LSTMGradients =>
  normalizer ? {...gradients, betaX: gradients.bias.slice(), betaH: gradients.bias.slice()} : gradients;
