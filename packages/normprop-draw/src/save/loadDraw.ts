import {dispose, io} from '@tensorflow/tfjs-core';
import {Draw} from '../model/Draw.js';
import type {DrawConfig} from '../config/drawArgs.js';
import {SAVED_FORMAT} from './saveDraw.js';

/**
 * Loads what `saveDraw` saved: the same network, to the bit.
 *
 * @param handler an address as for `saveDraw`, or `http(s)://...`, or an `io.IOHandler`, e.g. `io.fromMemory`.
 * @throws if nothing can load from there, it is no such network, or weights are missing.
 */
export async function loadDraw(handler: string | io.IOHandler | io.IOHandlerSync): Promise<Draw> {
  const source = typeof handler === 'string' ? handlerFor(handler) : handler;
  if (source.load === undefined) throw new Error('handler: expected one that loads, got one that only saves');
  const {modelTopology, weightData, weightSpecs} = await source.load();
  const {className, config} = (modelTopology ?? {}) as {className?: string; config?: DrawConfig};
  if (className !== 'Draw' || config === undefined) {
    throw new Error(`expected a network saved by ${SAVED_FORMAT}, got '${String(className)}'`);
  }
  if (weightData === undefined || weightSpecs === undefined) {
    throw new Error('the saved network has no weights');
  }
  const model = new Draw(config);
  const weights = io.decodeWeights(io.CompositeArrayBuffer.join(weightData), weightSpecs);
  try {
    const missing = model.namedWeights.filter(({name}) => !(name in weights)).map(({name}) => name);
    if (missing.length > 0) throw new Error(`the saved network has no ${missing.join(', ')}`);
    model.setWeights(weights);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    dispose(weights);
  }
}

function handlerFor(url: string): io.IOHandler {
  const [handler] = io.getLoadHandlers(url) as io.IOHandler[];
  if (handler === undefined) throw new Error(`${url}: tfjs has no handler that loads from there`);
  return handler;
}
