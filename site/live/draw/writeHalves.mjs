const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of the float16 that is nearest to a number; of two as near, the even one. */
function halfOf(value) {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const size = bits[0] & 0x7fffffff;
  if (size >= 0x477ff000) throw new Error(`expected a number that float16 holds, got ${value}`);
  if (size < 0x38800000) return sign | Math.round(Math.abs(value) * 2 ** 24); // below 2^-14 the steps are even
  return sign | ((size + 0xfff + ((size >>> 13) & 1) - 0x38000000) >>> 13);
}

/**
 * A safetensors file of float16 tensors.
 *
 * @param {Map<string, {shape: number[], values: Float32Array}>} tensors
 * @param {Record<string, string>} metadata
 * @returns {Uint8Array}
 */
export function writeHalves(tensors, metadata) {
  const header = {__metadata__: metadata};
  let end = 0;
  for (const [name, {shape, values}] of tensors)
    header[name] = {dtype: 'F16', shape, data_offsets: [end, (end += 2 * values.length)]};
  const text = new TextEncoder().encode(JSON.stringify(header));
  const begin = 8 + Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(begin + end).fill(0x20, 8, begin); // spaces, which JSON allows
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(begin - 8), true);
  file.set(text, 8);
  let at = begin;
  for (const {values} of tensors.values())
    for (const value of values) {
      view.setUint16(at, halfOf(value), true);
      at += 2;
    }
  return file;
}
