/** A tensor to be written. */
export interface Written {
  shape: number[];
  values: ArrayLike<number>;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A safetensors file of float32 tensors with any header fields beside them. */
export function writeSafetensors(
  tensors: Record<string, Written>,
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  let end = 0;
  const header: Record<string, unknown> = {__metadata__: metadata};
  const parts: Float32Array[] = [];
  for (const [name, {shape, values}] of Object.entries(tensors)) {
    const part = Float32Array.from(values);
    header[name] = {dtype: 'F32', shape, data_offsets: [end, (end += part.byteLength)]};
    parts.push(part);
  }
  const data = new Uint8Array(end);
  let at = 0;
  for (const part of parts) {
    data.set(new Uint8Array(part.buffer), at);
    at += part.byteLength;
  }
  return withHeader(JSON.stringify(header), data);
}

/** Any header before any values. */
export function withHeader(header: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = encode(header);
  const padded = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + padded + data.length).fill(32);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(text, 8);
  file.set(data, 8 + padded);
  return file;
}

/** A layer with its tensors as arrays. */
export type LayerToWrite = Record<string, unknown> & {
  type: string;
  name: string;
  tensors?: Record<string, Written>;
};

/** A model to be written. */
export interface ModelToWrite {
  input: {kind: 'vectors' | 'symbols'; size: number; labels?: string[]};
  output: {size: number; sequence: boolean; labels?: string[]};
  layers: LayerToWrite[];
  name?: string;
  producer?: string;
}

/** A model file, as FORMAT.md describes it. */
export function writeModel({input, output, layers, ...rest}: ModelToWrite): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, Written> = {};
  const named = (layer: LayerToWrite, prefix: string): Record<string, unknown> => {
    const result: Record<string, unknown> = {...layer};
    if (layer.tensors)
      result.tensors = Object.fromEntries(
        Object.entries(layer.tensors).map(([role, tensor]) => {
          tensors[`${prefix}/${role}`] = tensor;
          return [role, `${prefix}/${role}`];
        }),
      );
    for (const half of ['forward', 'backward'])
      if (layer[half]) result[half] = named(layer[half] as LayerToWrite, `${prefix}/${half}`);
    return result;
  };
  const model = {
    ...rest,
    inputs: [{name: 'x', ...input}],
    outputs: [{name: 'y', ...output}],
    layers: layers.map((layer) => named(layer, layer.name)),
  };
  return writeSafetensors(tensors, {format: 'normprop-model', version: '1', model: JSON.stringify(model)});
}
