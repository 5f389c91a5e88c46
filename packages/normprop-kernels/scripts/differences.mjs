/** The shortest run of equal bytes that is worth a copy. */
const SHORTEST = 6;

/**
 * How `to` is made of pieces of `from` and new bytes, for `applyDifferences` (src/module): again and again the number of new
 * bytes, they, where the next piece begins counted from the end of the last one (0, -1, 1, -2, … as 0, 1, 2, 3, …), and its
 * length. Numbers are LEB128.
 */
export function differences(from, to) {
  const places = new Map();
  const key = (bytes, at) => bytes.subarray(at, at + SHORTEST).join();
  for (let i = 0; i + SHORTEST <= from.length; i++)
    places.set(key(from, i), [...(places.get(key(from, i)) ?? []), i]);
  const common = (i, j) => {
    let length = 0;
    while (i + length < from.length && j + length < to.length && from[i + length] === to[j + length])
      length++;
    return length;
  };
  const out = [];
  const number = (n) => {
    for (; n > 127; n >>>= 7) out.push((n & 127) | 128);
    out.push(n);
  };
  let fresh = [];
  let end = 0; // of the last piece
  const piece = (at, length) => {
    number(fresh.length);
    out.push(...fresh);
    const step = at - end;
    number(step < 0 ? -2 * step - 1 : 2 * step);
    number(length);
    fresh = [];
    end = at + length;
  };
  for (let j = 0; j < to.length;) {
    const expected = end + fresh.length;
    let best = {length: 0, away: 0, at: 0};
    for (const at of places.get(key(to, j)) ?? []) {
      const [length, away] = [common(at, j), Math.abs(at - expected)];
      if (length > best.length || (length === best.length && away < best.away)) best = {length, away, at};
    }
    if (best.length >= SHORTEST) {
      piece(best.at, best.length);
      j += best.length;
    } else fresh.push(to[j++]);
  }
  if (fresh.length > 0) piece(end, 0);
  return Uint8Array.from(out);
}
