/** How the caller's array [T,B,size] lies: its first two axes may be swapped, its steps run backwards. */
export interface StepLayout {
  timeSteps: number;
  batch: number;
  /** Values of one row. */
  size: number;
  /** [B,T,size] instead of [T,B,size]. */
  batchMajor: boolean;
  /** Step t of the computation is step T−1−t of the array. */
  backwards: boolean;
}

/** Rows of fewer values than this are copied one value at a time, which is then faster than a view for each. */
const SHORT_ROW = 16;

/** Copies steps [t0,t1) of the computation from the caller's array to the start of `target`, time-major. */
export function readSteps(
  source: Float32Array,
  target: Float32Array,
  layout: StepLayout,
  t0: number,
  t1: number,
): void {
  eachRun(layout, t0, t1, (theirs, ours, length) => copy(source, theirs, target, ours, length));
}

/** Copies the start of `source`, time-major, to steps [t0,t1) of the caller's array. */
export function writeSteps(
  source: Float32Array,
  target: Float32Array,
  layout: StepLayout,
  t0: number,
  t1: number,
): void {
  eachRun(layout, t0, t1, (theirs, ours, length) => copy(source, ours, target, theirs, length));
}

/** Calls `visit` with the place in the caller's array, that in ours and the length of every run that lies together in both. */
function eachRun(
  {timeSteps, batch, size, batchMajor, backwards}: StepLayout,
  t0: number,
  t1: number,
  visit: (theirs: number, ours: number, length: number) => void,
): void {
  const step = batch * size;
  if (!batchMajor && !backwards) return visit(t0 * step, 0, (t1 - t0) * step);
  for (let t = t0; t < t1; t++) {
    const from = backwards ? timeSteps - 1 - t : t;
    const ours = (t - t0) * step;
    if (!batchMajor) visit(from * step, ours, step);
    else for (let b = 0; b < batch; b++) visit((b * timeSteps + from) * size, ours + b * size, size);
  }
}

function copy(source: Float32Array, from: number, target: Float32Array, to: number, length: number): void {
  if (length >= SHORT_ROW) target.set(source.subarray(from, from + length), to);
  else for (let i = 0; i < length; i++) target[to + i] = source[from + i];
}
