import {readSafetensors} from 'normprop-convert';
import {loadDraw} from 'normprop-draw';

/**
 * The network in a file of makeModel.mjs, and what was measured of it.
 *
 * @param {Uint8Array} bytes
 */
export async function modelOf(bytes) {
  const {metadata, tensors} = readSafetensors(bytes);
  const weights = [...tensors];
  const model = await loadDraw({
    load: async () => ({
      modelTopology: {className: 'Draw', config: JSON.parse(metadata.config)},
      weightSpecs: weights.map(([name, {shape}]) => ({name, shape, dtype: 'float32'})),
      weightData: weights.map(([, {values}]) => values.buffer),
    }),
  });
  return {model, measured: JSON.parse(metadata.measured)};
}
