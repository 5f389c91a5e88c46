import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../userError.js';

/** Throws when the loss or the gradient of an update is not a finite number, before the weights take it in. */
export function requireFinite(
  update: number,
  {loss, gradientNorm}: {loss: number; gradientNorm: number},
  config: CharlmConfig,
  checkpointUpdate: number,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const what = Number.isFinite(loss) ? `the gradient's norm is ${gradientNorm}` : `the loss is ${loss}`;
  const tries = [
    `a smaller --learning-rate (now ${config.learningRate})`,
    config.clipNorm === null ? '--clip-norm 1 (now none)' : `a smaller --clip-norm (now ${config.clipNorm})`,
    ...(config.gammaH === null ? [] : [`a smaller --gamma-h (now ${config.gammaH})`]),
  ];
  throw new UserError(
    `Update ${update}: ${what}, so training stops; the weights did not take it in.\n` +
      `Try ${tries.join(', ')}, in a new run folder.\n` +
      `The checkpoint of update ${checkpointUpdate} is good and stays.`,
  );
}
