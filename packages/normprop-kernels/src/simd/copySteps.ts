/**
 * Copies steps [t0,t1) in the order of computation, `size` values each, of a source with `timeSteps` steps to the start of `target`;
 * with `backwards` step t of the computation is step timeSteps−1−t of the source.
 */
export function copySteps(
  source: Float32Array,
  target: Float32Array,
  size: number,
  timeSteps: number,
  t0: number,
  t1: number,
  backwards = false,
): void {
  if (!backwards) {
    target.set(source.subarray(t0 * size, t1 * size));
    return;
  }
  for (let t = t0; t < t1; t++) {
    const from = timeSteps - 1 - t;
    target.set(source.subarray(from * size, (from + 1) * size), (t - t0) * size);
  }
}
