import {seededNormals} from '../../src/random/seededNormals.js';
import type {UnitVariances} from '../../src/moments/paperVariances.js';
import type {UnitSettings} from '../../src/moments/varianceArgs.js';

/**
 * What a real layer does: means over the second half of a run from zeros, x ~ N(0,1), random weights with unit norm columns.
 *
 * @param settings one entry per unit
 * @param constants one entry per unit, or one for all
 */
export function simulateLayer(
  settings: UnitSettings[],
  constants: UnitVariances[],
  {steps, batch, seed}: {steps: number; batch: number; seed: number},
): {hiddenSecondMoment: number; cellVariance: number} {
  const H = settings.length;
  const [kernel, recurrentKernel] = [0, 1].map((k) => unitNormRows(4 * H, H, 2 * seed + k));
  const inputs = seededNormals(steps * batch * H, 2e6 + seed);
  const h = new Float64Array(batch * H);
  const c = new Float64Array(batch * H);
  const gates = new Float64Array(4 * H);
  let [sumH, sumC, count] = [0, 0, 0];
  for (let t = 0; t < steps; t++) {
    for (let b = 0; b < batch; b++) {
      const x = inputs.subarray((t * batch + b) * H, (t * batch + b + 1) * H);
      const hidden = h.subarray(b * H, (b + 1) * H);
      for (let row = 0; row < 4 * H; row++) {
        const gate = Math.floor(row / H);
        const {gammaX, gammaH, bias} = settings[row % H];
        gates[row] =
          gammaX[gate] * dot(kernel, row * H, x) +
          gammaH[gate] * dot(recurrentKernel, row * H, hidden) +
          bias[gate];
      }
      for (let unit = 0; unit < H; unit++) {
        const {cellVariance, hiddenVariance} = constants[unit % constants.length];
        const [i, f, g, o] = [0, 1, 2, 3].map((gate) => gates[gate * H + unit]);
        const share = settings[unit].preserving ? Math.sqrt(1 - sigmoid(f) ** 2 + 1e-6) : 1;
        const cell = share * Math.tanh(g) * sigmoid(i) + c[b * H + unit] * sigmoid(f);
        c[b * H + unit] = cell;
        hidden[unit] =
          (sigmoid(o) * Math.tanh((settings[unit].gammaC * cell) / Math.sqrt(cellVariance))) /
          Math.sqrt(hiddenVariance);
        if (t < steps / 2) continue;
        sumH += hidden[unit] ** 2;
        sumC += cell ** 2;
        count++;
      }
    }
  }
  return {hiddenSecondMoment: sumH / count, cellVariance: sumC / count};
}

function sigmoid(a: number): number {
  return 1 / (1 + Math.exp(-a));
}

/** Row `offset` of a matrix times a vector. */
function dot(matrix: Float64Array, offset: number, vector: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += matrix[offset + k] * vector[k];
  return sum;
}

function unitNormRows(rows: number, columns: number, seed: number): Float64Array {
  const matrix = seededNormals(rows * columns, 1e6 + seed);
  for (let row = 0; row < rows; row++) {
    const values = matrix.subarray(row * columns, (row + 1) * columns);
    const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    for (let k = 0; k < columns; k++) values[k] /= norm;
  }
  return matrix;
}
