import {seededNormals} from '../random/seededNormals.js';
import {singularValues} from './singularValues.js';
import {stepGradient} from './stepGradient.js';
import {stepJacobian} from './stepJacobian.js';

const H = 5;
const recurrentKernel = seededNormals(4 * H * H, 1);
const fromX = seededNormals(4 * H, 2);
const previousCell = seededNormals(H, 3);
const scales = {cellScale: Float64Array.of(0.5, 1, 2, 1.5, 0.8), hiddenScale: 2.5};
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** The step written from eq. 15-17. */
function step(h: Float64Array): {hidden: Float64Array; preActivations: Float64Array} {
  const preActivations = fromX.map((x, k) =>
    h.reduce((sum, value, row) => sum + value * recurrentKernel[row * 4 * H + k], x),
  );
  const hidden = previousCell.map((before, j) => {
    const c =
      sigmoid(preActivations[j]) * Math.tanh(preActivations[2 * H + j]) +
      sigmoid(preActivations[H + j]) * before;
    return scales.hiddenScale * sigmoid(preActivations[3 * H + j]) * Math.tanh(scales.cellScale[j] * c);
  });
  return {hidden, preActivations};
}

describe('stepJacobian', () => {
  it('equals central differences of the step to 1e-8', () => {
    const h = seededNormals(H, 4);
    const {preActivations} = step(h);
    const jacobian = stepJacobian({recurrentKernel, preActivations, previousCell, ...scales});
    for (let k = 0; k < H; k++) {
      const moved = (by: number) => step(h.map((value, index) => (index === k ? value + by : value))).hidden;
      const [above, below] = [moved(1e-5), moved(-1e-5)];
      for (let j = 0; j < H; j++) {
        expect(Math.abs(jacobian[j * H + k] - (above[j] - below[j]) / 2e-5)).toBeLessThan(1e-8);
      }
    }
  });

  it('names sizes that disagree', () => {
    const args = {recurrentKernel, preActivations: fromX, previousCell};
    expect(() => stepJacobian({...args, preActivations: [1, 2]})).toThrow(
      'preActivations: expected 20 values, got 2',
    );
    expect(() => stepJacobian({...args, recurrentKernel: [1]})).toThrow(
      'recurrentKernel: expected 100 values, got 1',
    );
    expect(() => stepJacobian({...args, cellScale: [1]})).toThrow('cellScale: expected 5 values, got 1');
  });
});

describe('stepGradient', () => {
  it('equals central differences of eq. 15-17 for each gate to 1e-9 (eq. 26-28)', () => {
    const a: [number, number, number, number] = [0.3, -1.2, 0.8, 0.1];
    const args = {previousCell: -0.7, cellScale: 1.4, hiddenScale: 2.5};
    const hidden = (p: readonly number[]) => {
      const c = sigmoid(p[0]) * Math.tanh(p[2]) + sigmoid(p[1]) * args.previousCell;
      return args.hiddenScale * sigmoid(p[3]) * Math.tanh(args.cellScale * c);
    };
    stepGradient({preActivations: a, ...args}).forEach((slope, gate) => {
      const moved = (by: number) => hidden(a.map((value, k) => (k === gate ? value + by : value)));
      expect(Math.abs(slope - (moved(1e-5) - moved(-1e-5)) / 2e-5)).toBeLessThan(1e-9);
    });
  });
});

describe('singularValues', () => {
  it('finds those of a matrix that is built from them', () => {
    // Two plane rotations around diag(3, 2, 0.5).
    const rotation = (angle: number, p: number, q: number) => {
      const r = [1, 0, 0, 0, 1, 0, 0, 0, 1];
      [r[4 * p], r[4 * q]] = [Math.cos(angle), Math.cos(angle)];
      [r[3 * p + q], r[3 * q + p]] = [-Math.sin(angle), Math.sin(angle)];
      return r;
    };
    const times = (x: number[], y: number[]) =>
      x.map((_, k) =>
        [0, 1, 2].reduce((sum, m) => sum + x[3 * Math.floor(k / 3) + m] * y[3 * m + (k % 3)], 0),
      );
    const matrix = times(times(rotation(0.4, 0, 2), [3, 0, 0, 0, 2, 0, 0, 0, 0.5]), rotation(1.1, 0, 1));
    const values = singularValues(matrix, 3, 3);
    [3, 2, 0.5].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 12));
  });

  it('keeps the Frobenius norm of a random matrix, also a tall one', () => {
    const matrix = seededNormals(12 * 7, 9);
    const values = singularValues(matrix, 12, 7);
    const norm = matrix.reduce((sum, value) => sum + value * value, 0);
    expect(values.reduce((sum, value) => sum + value * value, 0) / norm).toBeCloseTo(1, 12);
    expect(Array.from(values.slice(7)).every((value) => value < 1e-12)).toBe(true);
  });

  it('says what it cannot take', () => {
    expect(() => singularValues([1, 2, 3], 2, 2)).toThrow('matrix: expected 4 values, got 3');
    expect(singularValues([0, 0, 0, 0], 2, 2)).toEqual(Float64Array.of(0, 0));
  });
});
