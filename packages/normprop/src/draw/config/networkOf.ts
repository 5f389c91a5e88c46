import {draw} from 'normprop-draw';
import type {Draw, DrawCellArgs} from 'normprop-draw';
import {UserError} from '../../userError.js';
import type {DrawRunConfig} from './drawRunConfig.js';

/**
 * The network of a config, with its first weights.
 *
 * @throws {UserError} where there are none, e.g. gains for which mean field has no constants.
 */
export function networkOf(config: DrawRunConfig, imageShape: [number, number, number]): Draw {
  const {glimpses, latentSize, attention, readSize, writeSize, seed} = config;
  try {
    return draw({
      ...{imageShape, glimpses, latentSize, attention, readSize, writeSize, seed},
      cell: cellOf(config),
      ...(config.unitNorm !== null && {unitNorm: config.unitNorm}),
    });
  } catch (error) {
    throw new UserError(`model: ${(error as Error).message}`, 2);
  }
}

function cellOf(config: DrawRunConfig): DrawCellArgs {
  const {model, units, forgetBias, gammaX, gammaH, gammaC, varianceMethod} = config;
  const own = Object.entries({gammaX, gammaH, gammaC, varianceMethod}).filter(([, value]) => value !== null);
  return {model, units, forgetBias, ...Object.fromEntries(own)};
}
