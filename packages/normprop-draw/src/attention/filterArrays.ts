import {clipLog, MAX_LOG, strideUnit, type WindowSize} from './windowNumbers.js';

/** The filters of a batch as arrays, and what their gradient needs. */
export interface FilterArrays {
  /** F_X [B,N,width]. */
  readonly x: Float32Array;
  /** F_Y [B,N,height]. */
  readonly y: Float32Array;
  /** [B]. */
  readonly intensity: Float64Array;
}

/**
 * `filterbank` on typed arrays, reckoned in float64.
 *
 * @param numbers [B, rowLength], of which the first five of a row place its window.
 */
export function filterArrays(numbers: Float32Array, rowLength: number, size: WindowSize): FilterArrays {
  const batch = numbers.length / rowLength;
  const N = size.size;
  const x = new Float32Array(batch * N * size.width);
  const y = new Float32Array(batch * N * size.height);
  const intensity = new Float64Array(batch);
  const weights = {x: new Float64Array(size.width), y: new Float64Array(size.height)};
  for (let b = 0; b < batch; b++) {
    const [centreX, centreY, variance, stride] = placed(numbers, b * rowLength, size);
    intensity[b] = Math.exp(clipLog(numbers[b * rowLength + 4]));
    for (let i = 0; i < N; i++) {
      const step = (i + 0.5 - N / 2) * stride;
      gaussian(x, (b * N + i) * size.width, centreX + step, variance, weights.x);
      gaussian(y, (b * N + i) * size.height, centreY + step, variance, weights.y);
    }
  }
  return {x, y, intensity};
}

/**
 * The gradient of the five numbers, added to the first five of each row of `dNumbers`, from those of the filters.
 *
 * A row p of a filter is a softmax: dE = p ⊙ (dF − Σ p dF); dμ = Σ dE (a − a*)/σ²; d log σ² = Σ dE (a − a*)(a + a* − 2μ)/2σ².
 *
 * @param dLogIntensity [B].
 */
export function filterGradient(
  numbers: Float32Array,
  rowLength: number,
  size: WindowSize,
  filters: Pick<FilterArrays, 'x' | 'y'>,
  gradients: {x: Float32Array; y: Float32Array; dLogIntensity: Float64Array},
  dNumbers: Float32Array,
): void {
  const batch = numbers.length / rowLength;
  const N = size.size;
  const along = {mean: 0, logVariance: 0};
  for (let b = 0; b < batch; b++) {
    const at = b * rowLength;
    const [x, y, variance, stride] = placed(numbers, at, size);
    let [dx, dy, dLogVariance, dStride] = [0, 0, 0, 0];
    for (let i = 0; i < N; i++) {
      const steps = i + 0.5 - N / 2;
      const {width, height} = size;
      const row = b * N + i;
      gaussianGradient(filters.x, gradients.x, row * width, width, x + steps * stride, variance, along);
      dx += along.mean;
      dStride += along.mean * steps;
      dLogVariance += along.logVariance;
      gaussianGradient(filters.y, gradients.y, row * height, height, y + steps * stride, variance, along);
      dy += along.mean;
      dStride += along.mean * steps;
      dLogVariance += along.logVariance;
    }
    dNumbers[at] += (dx * (size.width + 1)) / 2;
    dNumbers[at + 1] += (dy * (size.height + 1)) / 2;
    if (isInside(numbers[at + 2])) dNumbers[at + 2] += dLogVariance;
    if (isInside(numbers[at + 3])) dNumbers[at + 3] += dStride * stride;
    if (isInside(numbers[at + 4])) dNumbers[at + 4] += gradients.dLogIntensity[b];
  }
}

/** Centre x and y, σ² and δ of the window whose numbers begin at an offset. */
function placed(
  numbers: Float32Array,
  at: number,
  size: WindowSize,
): [x: number, y: number, variance: number, stride: number] {
  return [
    ((size.width + 1) / 2) * (numbers[at] + 1),
    ((size.height + 1) / 2) * (numbers[at + 1] + 1),
    Math.exp(clipLog(numbers[at + 2])),
    strideUnit(size) * Math.exp(clipLog(numbers[at + 3])),
  ];
}

/** Whether a logarithm is one that is not held back (then nothing changes with it); NaN counts, so that it spreads. */
const isInside = (log: number): boolean => !(Math.abs(log) > MAX_LOG);

const nearestPixel = (mean: number, pixels: number): number =>
  Math.min(pixels, Math.max(1, Math.round(mean)));

/** Writes one normalised row; `weights` is room for it before it is divided, so that it is rounded once. */
function gaussian(
  filter: Float32Array,
  at: number,
  mean: number,
  variance: number,
  weights: Float64Array,
): void {
  const pixels = weights.length;
  const nearest = nearestPixel(mean, pixels);
  const factor = -0.5 / variance;
  let sum = 0;
  for (let a = 1; a <= pixels; a++) {
    weights[a - 1] = Math.exp(factor * (a - nearest) * (a + nearest - 2 * mean));
    sum += weights[a - 1];
  }
  for (let a = 0; a < pixels; a++) filter[at + a] = weights[a] / sum;
}

/** Gradients of one row's mean and log variance. */
function gaussianGradient(
  filter: Float32Array,
  dFilter: Float32Array,
  at: number,
  pixels: number,
  mean: number,
  variance: number,
  result: {mean: number; logVariance: number},
): void {
  let average = 0;
  for (let a = 0; a < pixels; a++) average += filter[at + a] * dFilter[at + a];
  const nearest = nearestPixel(mean, pixels);
  let [byMean, byVariance] = [0, 0];
  for (let a = 1; a <= pixels; a++) {
    const dExponent = filter[at + a - 1] * (dFilter[at + a - 1] - average);
    byMean += dExponent * (a - nearest);
    byVariance += dExponent * (a - nearest) * (a + nearest - 2 * mean);
  }
  result.mean = byMean / variance;
  result.logVariance = (0.5 * byVariance) / variance;
}
