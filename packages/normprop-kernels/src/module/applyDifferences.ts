/**
 * The bytes that are made of pieces of `from` and new bytes.
 *
 * @param differences What `scripts/differences.mjs` writes, whose comment says the format.
 */
export function applyDifferences(from: Uint8Array, differences: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  let at = 0;
  let end = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = differences[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < differences.length) {
    for (let count = number(); count > 0; count--) out.push(differences[at++]);
    const step = number();
    const start = end + (step % 2 === 1 ? -(step + 1) / 2 : step / 2);
    end = start + number();
    for (let i = start; i < end; i++) out.push(from[i]);
  }
  return Uint8Array.from(out);
}
