import {STREAM_LAYER_FIELDS} from '../generated/streamFields.js';

/** What a layer of the streaming module does; as in assembly/stream.ts. */
export const STREAM_OP = {lstm: 0, dense: 1, affine: 2, activation: 3, lookUp: 4, merge: 5} as const;
/** Its activations. */
export const STREAM_ACTIVATION = {linear: 0, sigmoid: 1, tanh: 2, relu: 3, softmax: 4} as const;
/** How it merges two arrays. */
export const STREAM_MERGE = {sum: 0, mul: 1, ave: 2} as const;
/** Which normalisation its LSTM applies at every step. */
export const STREAM_NORMALIZER = {none: 0, layer: 1, batch: 2} as const;

/** The fields of a layer (assembly/streamLayer.ts explains them); absent ones are 0. */
export type StreamLayerFields = Partial<Record<keyof typeof STREAM_LAYER_FIELDS, number>>;

const NAMES = Object.keys(STREAM_LAYER_FIELDS) as (keyof typeof STREAM_LAYER_FIELDS)[];

/** Bytes of a layer's description. */
export const STREAM_LAYER_BYTES = 4 * NAMES.length;

/** Writes all fields of a layer. */
export function writeStreamLayer(view: DataView, fields: StreamLayerFields): void {
  NAMES.forEach((name, i) => {
    const value = fields[name] ?? 0;
    if (STREAM_LAYER_FIELDS[name] === 'f32') view.setFloat32(4 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
}
