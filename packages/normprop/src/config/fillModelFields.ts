import type {RecurrentModel} from 'normprop-core';
import {UserError} from '../userError.js';
import {modelNames} from './names.js';

/**
 * Fills in the fields that only some models have.
 *
 * @param config Is changed; a field that was not given is null.
 * @param fields All such fields.
 * @param defaults What each model has of them, with their values.
 * @throws {UserError} for a field that the model lacks, naming the models that have it.
 */
export function fillModelFields<Field extends string>(
  config: {model: RecurrentModel} & Record<Field, unknown>,
  fields: readonly Field[],
  defaults: Record<RecurrentModel, Partial<Record<Field, unknown>>>,
): void {
  const own = defaults[config.model];
  for (const field of fields) {
    if (config[field] === null) Object.assign(config, {[field]: own[field] ?? null});
    else if (!(field in own)) {
      const has = modelNames.filter((name) => field in defaults[name]).join(', ');
      throw new UserError(`${field}: the model '${config.model}' has no such option; these have: ${has}`, 2);
    }
  }
}
