import * as tfl from '@tensorflow/tfjs-layers';
import type {ModelWeight} from '../cells/NormalizedLSTMCell.js';
import {checkPositive} from '../options/checkNumbers.js';

/** First values of the trainable gains. */
export interface GainArgs {
  /** First value of `gamma_x` [4H]. */
  gammaX?: number;
  /** First value of `gamma_h` [4H]. */
  gammaH?: number;
}

/** First value of the gain of the cell's tanh, and its shape. */
export interface CellGainArgs {
  /** First value of `gamma_c`. */
  gammaC?: number;
  /** One gain for all units ([1] instead of [H]); default false. */
  scalarGammaC?: boolean;
}

export const gainNames = ['gammaX', 'gammaH'] as const;
export const cellGainNames = ['gammaC', 'scalarGammaC'] as const;

/**
 * The gains with defaults filled in.
 *
 * @throws If one is not a finite number greater than 0: zero cuts the path that it scales, and a sign means nothing beside
 *   random weights. Training may move it anywhere.
 */
export function gainSettings<T extends GainArgs>(args: T, defaults: Required<Omit<T, 'scalarGammaC'>>) {
  const settings = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, (args as Record<string, unknown>)[name] ?? value]),
  );
  for (const [name, value] of Object.entries(settings)) checkPositive(name, value);
  return settings as {[K in keyof typeof defaults]: number};
}

const savedNames: Record<string, string> = {
  gammaX: 'gamma_x',
  gammaH: 'gamma_h',
  gammaC: 'gamma_c',
  betaX: 'beta_x',
  betaH: 'beta_h',
  betaC: 'beta_c',
};

/** A gain or a shift that starts with one value everywhere. */
export function constantWeight(key: string, size: number, value: number): ModelWeight {
  return {key, savedAs: savedNames[key], shape: [size], initializer: tfl.initializers.constant({value})};
}
