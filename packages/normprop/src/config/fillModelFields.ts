import {UserError} from '../userError.js';
import {modelNames} from './modelNames.js';
import type {RunConfig} from './runConfig.js';

/** The fields that only some models have, of a table that says which model has which. */
export function modelFields(defaults: Readonly<Record<RunConfig['model'], object>>): string[] {
  return [...new Set(modelNames.flatMap((name) => Object.keys(defaults[name])))];
}

/**
 * Fills in the fields that only some models have.
 *
 * @param config Is changed; a field that was not given is null.
 * @param defaults What each model has of them, with their values.
 * @throws {UserError} for a field that the model lacks, naming the models that have it.
 */
export function fillModelFields(
  config: RunConfig,
  defaults: Readonly<Record<RunConfig['model'], object>>,
): void {
  const own = defaults[config.model] as Record<string, unknown>;
  const given = config as unknown as Record<string, unknown>;
  for (const field of modelFields(defaults)) {
    if (given[field] === null) given[field] = own[field] ?? null;
    else if (!(field in own)) {
      const has = modelNames.filter((name) => field in defaults[name]).join(', ');
      throw new UserError(`${field}: the model '${config.model}' has no such option; these have: ${has}`, 2);
    }
  }
}
