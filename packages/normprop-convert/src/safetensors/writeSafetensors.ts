import type {Weight} from '../chain/chain.js';

/**
 * A safetensors file of float32 tensors, in the order given; its values begin at a multiple of 8 bytes.
 *
 * @param tensors By name.
 * @param metadata Strings.
 * @throws For a tensor whose shape does not fit its values, and for the name `__metadata__`.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, Weight]>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  const parts: Float32Array[] = [];
  let at = 0;
  for (const [name, {shape, values}] of tensors) {
    if (Object.hasOwn(header, name) || name === '__metadata__')
      throw new Error(`tensor '${name}': expected a name that no other tensor has`);
    const size = shape.reduce((product, n) => product * n, 1);
    if (size !== values.length)
      throw new Error(
        `tensor '${name}': shape [${shape.join(',')}] has ${size} values, got ${values.length}`,
      );
    header[name] = {dtype: 'F32', shape, data_offsets: [at, (at += 4 * size)]};
    parts.push(values);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + padded + at).fill(0x20, 8, 8 + padded); // spaces, which JSON allows
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  file.set(text, 8);
  let offset = 8 + padded;
  for (const values of parts) {
    for (const value of values) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return file;
}
