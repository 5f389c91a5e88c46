import {lstmForward} from 'normprop-kernels';
import {normals} from '../shared/random.js';

const [timeSteps, batch, inputSize, units] = [40, 16, 96, 96];
const x = normals(timeSteps * batch * inputSize, 1);
const kernel = normals(inputSize * 4 * units, 2);
const recurrentKernel = normals(units * 4 * units, 3);

/** The sizes of the layer, to be named on the page. */
export const sizes = {timeSteps, batch, inputSize, units};

/**
 * Runs an untrained layer with real weights on noise.
 *
 * @returns E[h²] at each step, and E[h²] and E[c²] over the later half.
 */
export function simulateLayer({gammaX, gammaH, gammaC, forgetBias}, {cellVariance, hiddenVariance}) {
  const bias = new Float32Array(4 * units).fill(forgetBias, units, 2 * units);
  const {outputs, cells} = lstmForward({
    ...{timeSteps, batch, inputSize, units, x, kernel, recurrentKernel, bias},
    columnGainX: new Float32Array(4 * units).fill(gammaX),
    columnGainH: new Float32Array(4 * units).fill(gammaH),
    cellScale: new Float32Array(units).fill(gammaC / Math.sqrt(cellVariance)),
    hiddenScale: new Float32Array(units).fill(1 / Math.sqrt(hiddenVariance)),
    returnCells: true,
    inference: true,
  });
  const hidden = meanSquares(outputs);
  const later = (values) => mean(values.slice(timeSteps / 2));
  return {hidden, hiddenSquare: later(hidden), cellSquare: later(meanSquares(cells))};
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean square of [T,B,H] at each step. */
function meanSquares(values) {
  const size = values.length / timeSteps;
  return Array.from({length: timeSteps}, (_, t) => {
    let sum = 0;
    for (let i = t * size; i < (t + 1) * size; i++) sum += values[i] ** 2;
    return sum / size;
  });
}
