import {sigmoid} from '../moments/gateMoments.js';
import type {UnitSettings} from '../moments/varianceArgs.js';
import {covarianceAt, gateCovariance} from './gateCovariance.js';
import type {GateCovariance} from './gateCovariance.js';
import type {PathNoise} from './noisePool.js';

/** Constants kept fixed while the autocovariance is changed. */
export interface FrozenConstants {
  cellVariance: number;
}

/** What a unit answers to a hidden state of given autocovariance. */
export interface UnitResponse {
  /** Var[c], about the mean of c. */
  cellVariance: number;
  /** E[(o·tanh(γc·c/√Var[c]))²]: Var[h] where h has no mean. */
  hiddenVariance: number;
  /** E[h̃_t h̃_{t+k}] of h̃ = o·tanh(γc·c/√Var[c]), not normalised, k = 0 … length/2. */
  autocovariance: Float64Array;
}

const [I, F, C, O] = [0, 1, 2, 3];

/**
 * One unit of an infinitely wide Norm Prop LSTM, driven by Gaussian pre-activations.
 *
 * In the limit of many units a pre-activation is a sum of many small terms, so each gate's is a Gaussian process of its
 * own with mean b and autocovariance `γx²·Var[x]·δ_k + γh²·R_k`, R the autocovariance of h averaged over the units.
 * `respond(R)` draws such processes for the gates i, f and c on fixed noise, runs c_t = f_t c_{t−1} + i_t g_t through
 * them, and returns Var[c], Var[h] and the autocovariance of this unit's own h.
 *
 * In the preserving cell i_t g_t is multiplied by s_t = √(1 − f_t² + 1e-6), as a factor of u below.
 *
 * What is known exactly is not sampled. The autocovariances of o and of u = i·g follow from R by Mehler's series. The
 * spectra of c and of tanh are estimated as `S_u · (sampled spectrum)/(sampled spectrum of u)`, which has no sampling
 * error at all where the unit is linear, that is, for small gains.
 */
export class UnitProcess {
  /** Series of the gates i, c, o and of s, kept while the variance of the pre-activation stays (R_0 is mostly 1). */
  private readonly known = new Map<number, {variance: number; covariance: GateCovariance}>();

  constructor(private readonly unit: UnitSettings) {}

  /** @param hidden R_k = E[h_t h_{t+k}], k = 0 … noise.length/2 */
  respond(hidden: Float64Array, noise: PathNoise, frozen?: FrozenConstants): UnitResponse {
    const {gammaC} = this.unit;
    const {output, product, productMean} = this.exactMoments(hidden);
    const {cells, products} = this.runCells(hidden, noise);
    const productPower = noise.spectra.power(products);
    const transfer = noise.spectra.spectrum(product).map((s, k) => (s <= 0 ? 0 : s / productPower[k]));
    const cellPower = noise.spectra.power(cells);
    // As exact as the powers: the sampled mean of c, corrected by what the sampled mean of u misses.
    const gain = Math.sqrt(cellPower[0] / productPower[0]);
    const mean = productMean === 0 ? 0 : pathMean(cells) + gain * (productMean - pathMean(products));
    const cellVariance =
      frozen?.cellVariance ?? average(cellPower.map((s, k) => s * transfer[k])) - mean * mean;

    const scale = gammaC / Math.sqrt(cellVariance);
    for (const cell of cells) for (let t = 0; t < cell.length; t++) cell[t] = tanh(scale * cell[t]);
    const tanhPower = noise.spectra.power(cells);
    const autocovariance = noise.spectra.autocovariance(tanhPower.map((s, k) => s * transfer[k]));
    for (let k = 0; k < autocovariance.length; k++) autocovariance[k] *= output[k];
    return {cellVariance, hiddenVariance: autocovariance[0], autocovariance};
  }

  /** Autocovariances of o and of u = i·g, about zero, by Mehler's series, and the mean of u. */
  private exactMoments(hidden: Float64Array) {
    const gate = (index: number, f: (a: number) => number) => {
      const whole = this.preActivationAutocovariance(hidden, index);
      const covariance = this.covariance(index, f, whole[0]);
      const autocovariance = whole.map((value, k) =>
        k === 0 ? covariance.secondMoment : covarianceAt(covariance, clamp(value / whole[0])),
      );
      return {autocovariance, mean: covariance.mean};
    };
    const input = gate(I, sigmoid);
    const candidate = gate(C, Math.tanh);
    const share = this.unit.preserving ? gate(F, preservingShare) : undefined;
    return {
      output: gate(O, sigmoid).autocovariance,
      product: input.autocovariance.map(
        (value, k) => value * candidate.autocovariance[k] * (share?.autocovariance[k] ?? 1),
      ),
      productMean: this.unit.bias[C] === 0 ? 0 : input.mean * candidate.mean * (share?.mean ?? 1),
    };
  }

  private covariance(gate: number, f: (a: number) => number, variance: number): GateCovariance {
    const last = this.known.get(gate);
    if (last?.variance === variance) return last.covariance;
    const covariance = gateCovariance(f, variance, this.unit.bias[gate]);
    this.known.set(gate, {variance, covariance});
    return covariance;
  }

  private preActivationAutocovariance(hidden: Float64Array, gate: number): Float64Array {
    const {gammaX, gammaH, inputVariance} = this.unit;
    const whole = hidden.map((value) => gammaH[gate] ** 2 * value);
    whole[0] += gammaX[gate] ** 2 * inputVariance;
    return whole;
  }

  /** Draws the gates' paths, and runs the cell through them: paths of c and of u = i·g. */
  private runCells(
    hidden: Float64Array,
    noise: PathNoise,
  ): {cells: Float64Array[]; products: Float64Array[]} {
    const {length, spectra, gates} = noise;
    const {bias, preserving} = this.unit;
    const [inputs, forgets, candidates] = [I, F, C].map((gate) => {
      const amplitudes = spectra.amplitudes(this.preActivationAutocovariance(hidden, gate));
      return gates[gate].flatMap((white) => spectra.paths(amplitudes, white));
    });
    const half = forgets.length;
    const cells = candidates.map((candidate, path) => {
      const input = inputs[path];
      const forget = forgets[path % half];
      const sign = path < half ? 1 : -1;
      const f = new Float64Array(length);
      for (let t = 0; t < length; t++) {
        candidate[t] = tanh(candidate[t] + bias[C]) / (1 + Math.exp(-input[t] - bias[I]));
        f[t] = 1 / (1 + Math.exp(-sign * forget[t] - bias[F]));
      }
      if (preserving)
        for (let t = 0; t < length; t++) candidate[t] *= Math.sqrt((1 - f[t]) * (1 + f[t]) + 1e-6);
      return runCell(candidate, f);
    });
    return {cells, products: candidates};
  }
}

/** √(1 − σ(a)² + 1e-6), as 1 − σ(a) = σ(−a). */
function preservingShare(a: number): number {
  return Math.sqrt(sigmoid(-a) * (1 + sigmoid(a)) + 1e-6);
}

/** c_t = f_t c_{t−1} + u_t around the circle; half a turn first, so that the start at 0 is forgotten. */
function runCell(u: Float64Array, f: Float64Array): Float64Array {
  const length = u.length;
  const cell = new Float64Array(length);
  let c = 0;
  for (let t = length / 2; t < length; t++) c = f[t] * c + u[t];
  for (let t = 0; t < length; t++) cell[t] = c = f[t] * c + u[t];
  return cell;
}

/** An accelerated iterate may leave the correlations' range by a little. */
function clamp(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}

function pathMean(paths: Float64Array[]): number {
  return average(paths.map(average));
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/** tanh by one exponential: twice as fast as Math.tanh and right to 1e-15 absolute. */
function tanh(a: number): number {
  return 1 - 2 / (1 + Math.exp(2 * a));
}
