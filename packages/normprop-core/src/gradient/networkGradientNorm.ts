import {checkNames, type Names} from '../check/checkNames.js';
import {seededNormals} from '../random/seededNormals.js';
import type {NormPropVariances} from '../variance/normPropVariances.js';
import {singularValues} from './singularValues.js';
import {stepJacobian} from './stepJacobian.js';

const networkGradientNormNames: Names<NetworkGradientNormArgs> = {
  gammaX: true,
  gammaH: true,
  gammaC: true,
  constants: true,
  forgetBias: true,
  units: true,
  warmup: true,
  samples: true,
  seed: true,
};

/** A Norm Prop layer with random weights that runs on random inputs. */
export interface NetworkGradientNormArgs {
  gammaX: number;
  gammaH: number;
  gammaC: number;
  /** Var[c] and Var[h] that the layer uses. */
  constants: NormPropVariances<number>;
  forgetBias?: number;
  /** H; default 64. */
  units?: number;
  /** Steps from zeros before the Jacobians are taken; default 40. */
  warmup?: number;
  /** How many Jacobians, one per step after the warm-up; default 8. */
  samples?: number;
  /** Default 1. */
  seed?: number;
}

/** Norms of ∂h_t/∂h_{t−1} of a real layer. */
export interface NetworkGradientNorm {
  /** Root mean square over the samples of ‖J‖_F/√H: what a random gradient is multiplied by. */
  frobenius: number;
  /** Mean over the samples of the largest singular value. */
  spectral: number;
}

/**
 * The norm of the exact per-step Jacobian in a layer with unit norm weights, x ~ N(0,1), in float64.
 *
 * The counterpart of `gradientNormSurface` with the weight matrices in place: each gate has a pre-activation of its own,
 * and c and h are what the recurrence makes of them.
 */
export function networkGradientNorm(args: NetworkGradientNormArgs): NetworkGradientNorm {
  checkNames('networkGradientNorm', args, networkGradientNormNames);
  const {
    gammaX,
    gammaH,
    gammaC,
    constants,
    forgetBias = 0,
    units: H = 64,
    warmup = 40,
    samples = 8,
    seed = 1,
  } = args;
  const kernel = unitNormColumns(H, gammaX, 4 * seed);
  const recurrentKernel = unitNormColumns(H, gammaH, 4 * seed + 1);
  const inputs = seededNormals((warmup + samples) * H, 4 * seed + 2);
  const cellScale = gammaC / Math.sqrt(constants.cellVariance);
  const hiddenScale = 1 / Math.sqrt(constants.hiddenVariance);
  let h = new Float64Array(H);
  let c = new Float64Array(H);
  let [squares, largest] = [0, 0];
  for (let t = 0; t < warmup + samples; t++) {
    const fromX = product(inputs.subarray(t * H, (t + 1) * H), kernel);
    const preActivations = product(h, recurrentKernel).map(
      (value, k) => value + fromX[k] + (k >= H && k < 2 * H ? forgetBias : 0),
    );
    if (t >= warmup) {
      const jacobian = stepJacobian({
        recurrentKernel,
        preActivations,
        previousCell: c,
        cellScale,
        hiddenScale,
      });
      squares += jacobian.reduce((sum, value) => sum + value * value, 0) / H / samples;
      largest += singularValues(jacobian, H, H)[0] / samples;
    }
    const gate = (k: number) => 1 / (1 + Math.exp(-preActivations[k]));
    c = c.map((value, k) => gate(k) * Math.tanh(preActivations[2 * H + k]) + gate(H + k) * value);
    h = c.map((value, k) => hiddenScale * gate(3 * H + k) * Math.tanh(cellScale * value));
  }
  return {frobenius: Math.sqrt(squares), spectral: largest};
}

/** [H,4H] row-major with columns of norm |gain|. */
function unitNormColumns(H: number, gain: number, seed: number): Float64Array {
  const matrix = seededNormals(4 * H * H, seed);
  for (let column = 0; column < 4 * H; column++) {
    let square = 0;
    for (let k = 0; k < H; k++) square += matrix[k * 4 * H + column] ** 2;
    for (let k = 0; k < H; k++) matrix[k * 4 * H + column] *= gain / Math.sqrt(square);
  }
  return matrix;
}

/** Row vector times matrix. */
function product(vector: Float64Array, matrix: Float64Array): Float64Array {
  const columns = matrix.length / vector.length;
  const result = new Float64Array(columns);
  vector.forEach((value, row) => {
    for (let k = 0; k < columns; k++) result[k] += value * matrix[row * columns + k];
  });
  return result;
}
