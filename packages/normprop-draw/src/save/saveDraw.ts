import {io} from '@tensorflow/tfjs-core';
import type {Draw} from '../model/Draw.js';

/** What a saved network says that it is. */
export const SAVED_FORMAT = 'normprop-draw';

/**
 * Saves a network wherever tfjs saves models: its configuration as JSON and its weights by their names.
 *
 * @param handler an address (`localstorage://...`, `indexeddb://...`, `downloads://...`, with tfjs-node `file://...`) or an `io.IOHandler`, e.g.
 *   `io.withSaveHandler`.
 * @throws if nothing can save there.
 */
export async function saveDraw(model: Draw, handler: string | io.IOHandler): Promise<io.SaveResult> {
  const target = typeof handler === 'string' ? handlerFor(handler) : handler;
  if (target.save === undefined) throw new Error('handler: expected one that saves, got one that only loads');
  const {data, specs} = await io.encodeWeights(
    model.namedWeights.map(({name, variable}) => ({name, tensor: variable.read()})),
  );
  return target.save({
    format: SAVED_FORMAT,
    generatedBy: SAVED_FORMAT,
    modelTopology: {className: 'Draw', config: model.config},
    weightSpecs: specs,
    weightData: data,
  });
}

function handlerFor(url: string): io.IOHandler {
  const [handler] = io.getSaveHandlers(url);
  if (handler === undefined) throw new Error(`${url}: tfjs has no handler that saves there`);
  return handler;
}
