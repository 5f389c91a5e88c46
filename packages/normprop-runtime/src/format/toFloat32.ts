/** Bytes of an element of safetensors' types. */
export const BYTES_OF: Record<string, number> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};

const half = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

const readers: Record<string, (view: DataView, at: number) => number> = {
  F32: (view, at) => view.getFloat32(at, true),
  F64: (view, at) => view.getFloat64(at, true),
  F16: (view, at) => half(view.getUint16(at, true)),
};

/** The types that `toFloat32` reads. */
export const FLOAT_TYPES = ['F32', 'F16', 'BF16', 'F64'];

/** Little-endian values of one of `FLOAT_TYPES` as a fresh float32 array. */
export function toFloat32(bytes: Uint8Array, type: string): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = BYTES_OF[type];
  const values = new Float32Array(bytes.byteLength / size);
  if (type === 'BF16') {
    const bits = new Uint32Array(values.buffer); // the upper half of a float32
    for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, true) << 16;
    return values;
  }
  const read = readers[type];
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * size);
  return values;
}
