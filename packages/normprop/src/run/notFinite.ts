import type {RunConfig} from '../config/runConfig.js';
import type {StoredTensor} from './checkpointFormat.js';
import {UserError} from '../userError.js';

/** Where training stands when something is found that is not a finite number. */
export interface Standing {
  config: Pick<RunConfig, 'learningRate' | 'clipNorm' | 'gammaH'>;
  /** The update during or after which it was found. */
  update: number;
  /** The update of the last checkpoint. */
  savedUpdate: number;
}

/** Throws when the loss or the gradient of an update is not a finite number, before the weights take it in. */
export function requireFiniteGradient(
  {loss, gradientNorm}: {loss: number; gradientNorm: number},
  standing: Standing,
): void {
  if (!Number.isFinite(loss)) throw notFinite(`the loss is ${loss}`, standing);
  if (!Number.isFinite(gradientNorm)) throw notFinite(`the gradient's norm is ${gradientNorm}`, standing);
}

/** Throws when a measurement holds a number that is not finite, before its line is written, which JSON would write as null. */
export function requireFiniteLine(line: object, standing: Standing): void {
  for (const [name, value] of Object.entries(line) as Array<[string, unknown]>) {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw notFinite(
        `${name} of the ${(line as {kind?: string}).kind ?? 'measurement'} is ${value}`,
        standing,
      );
  }
}

/** Throws when a weight is not a finite number, so that no such checkpoint replaces a good one. */
export function requireFiniteWeights(weights: readonly StoredTensor[], standing: Standing): void {
  for (const {name, values} of weights) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw notFinite(`the weight '${name}' has become ${bad}`, standing);
  }
}

function notFinite(what: string, {config, update, savedUpdate}: Standing): UserError {
  const tries = [
    `a smaller --learning-rate (now ${config.learningRate})`,
    config.clipNorm === null ? '--clip-norm 1 (now none)' : `a smaller --clip-norm (now ${config.clipNorm})`,
    ...(config.gammaH === null ? [] : [`a smaller --gamma-h (now ${config.gammaH})`]),
  ];
  return new UserError(
    `Update ${update}: ${what}, so training stops.\nTry ${tries.join(', ')}, in a new run folder.\n` +
      `The checkpoint of update ${savedUpdate} is good and stays.`,
  );
}
