/**
 * Cuts [0,n) into at most `parts` slices whose starts are multiples of `unit`, as equal as that allows. Returns [start, end] of each.
 */
export function slices(n: number, parts: number, unit: number): [number, number][] {
  const units = Math.ceil(n / unit);
  const count = Math.min(parts, units);
  return Array.from({length: count}, (_, i) => [
    Math.floor((i * units) / count) * unit,
    Math.min(n, Math.floor(((i + 1) * units) / count) * unit),
  ]);
}
