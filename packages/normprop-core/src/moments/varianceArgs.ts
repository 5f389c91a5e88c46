import type {CellKind} from '../weights/lstmTypes.js';

/** One number for all units, or one per unit (gates in the order i, f, c, o where there are four of them). */
export type PerUnit = number | ArrayLike<number>;

/** The ways to find Var[c] and Var[h]. */
export type VarianceMethod = 'paper' | 'meanField';

/** Gains, biases and input variance of a Norm Prop LSTM with H units. */
export interface NormPropVariancesArgs<N extends PerUnit = PerUnit> {
  /** Gain of the input product, a number or [4H]. */
  gammaX: N;
  /** Gain of the recurrent product, a number or [4H]. */
  gammaH: N;
  /** Gain of the cell's tanh, a number or [H]. */
  gammaC: N;
  /** The layer's bias, a number (for all four gates) or [4H]; default 0. */
  bias?: N;
  /** Added to the bias of the forget gate, a number or [H]; default 0. */
  forgetBias?: N;
  /**
   * `preserving`: c = f ⊙ c + √(1 − f² + 1e-6) ⊙ i ⊙ g, see `CellKind`; default `standard`. Ours: the paper has no such constants.
   */
  cell?: CellKind;
  /** Variance of each component of x; default 1, what the paper assumes. */
  inputVariance?: number;
  /** Default `meanField`. */
  varianceMethod?: VarianceMethod;
  /** H, for `meanField` to say whether so many units are enough; without it the answer is that of very many. */
  width?: number;
}

/** What decides the variances of one unit; arrays hold the gates i, f, c, o. */
export interface UnitSettings {
  gammaX: readonly number[];
  gammaH: readonly number[];
  gammaC: number;
  bias: readonly number[];
  inputVariance: number;
  /** i ⊙ g enters the cell times √(1 − f² + 1e-6); default false. */
  preserving?: boolean;
}

const GATES = 4;

/**
 * The settings unit by unit, numbers broadcast.
 *
 * @returns one entry per unit (a single one when every argument is a number), and whether every argument was a number
 * @throws RangeError naming the argument whose value is not finite, whose size disagrees, the negative input variance, the width,
 *   or the cell
 */
export function unitSettings(args: NormPropVariancesArgs): {units: UnitSettings[]; scalar: boolean} {
  const {gammaX, gammaH, gammaC, bias = 0, forgetBias = 0, inputVariance = 1, width = 1} = args;
  const {cell = 'standard'} = args;
  if (cell !== 'standard' && cell !== 'preserving') {
    throw new RangeError(`cell: expected 'standard' or 'preserving', got '${String(cell)}'`);
  }
  if (!(Number.isInteger(width) && width > 0)) {
    throw new RangeError(`width: expected a positive whole number of units, got ${width}`);
  }
  if (!(inputVariance >= 0 && Number.isFinite(inputVariance))) {
    throw new RangeError(
      `inputVariance: expected a finite number that is not negative, got ${inputVariance}`,
    );
  }
  const perGate = {gammaX, gammaH, bias};
  const perUnit = {gammaC, forgetBias};
  const count = unitCount(perGate, perUnit);
  for (const [name, value] of Object.entries({...perGate, ...perUnit})) checkFinite(name, value);
  const H = count ?? 1;
  const units = Array.from({length: H}, (_, unit) => ({
    gammaX: gateValues(gammaX, unit, H),
    gammaH: gateValues(gammaH, unit, H),
    gammaC: at(gammaC, unit),
    bias: withForgetBias(gateValues(bias, unit, H), at(forgetBias, unit)),
    inputVariance,
    ...(cell === 'preserving' && {preserving: true}),
  }));
  return {units, scalar: count === undefined};
}

/** A text that is equal for units with equal settings. */
export function unitKey({gammaX, gammaH, gammaC, bias, inputVariance, preserving}: UnitSettings): string {
  return [...gammaX, ...gammaH, gammaC, ...bias, inputVariance, preserving ? 'preserving' : ''].join(' ');
}

function at(value: PerUnit, index: number): number {
  return typeof value === 'number' ? value : value[index];
}

function gateValues(value: PerUnit, unit: number, units: number): number[] {
  if (typeof value === 'number') return [value, value, value, value];
  return [value[unit], value[units + unit], value[2 * units + unit], value[3 * units + unit]];
}

function withForgetBias([input, forget, candidate, output]: number[], forgetBias: number): number[] {
  return [input, forget + forgetBias, candidate, output];
}

/** H, from whichever argument is an array; undefined when all are numbers. */
function unitCount(perGate: Record<string, PerUnit>, perUnit: Record<string, PerUnit>): number | undefined {
  let count: number | undefined;
  let source = '';
  const settle = (name: string, value: PerUnit, gates: number) => {
    if (typeof value === 'number') return;
    const expected = count === undefined ? `a multiple of ${gates}` : `${gates * count} (from ${source})`;
    const fits =
      count === undefined ? value.length > 0 && value.length % gates === 0 : value.length === gates * count;
    if (!fits)
      throw new RangeError(
        `${name}: expected a number or an array of length ${expected}, got length ${value.length}`,
      );
    count = value.length / gates;
    source ||= `${name} of length ${value.length}`;
  };
  for (const [name, value] of Object.entries(perUnit)) settle(name, value, 1);
  for (const [name, value] of Object.entries(perGate)) settle(name, value, GATES);
  return count;
}

function checkFinite(name: string, value: PerUnit): void {
  const values = typeof value === 'number' ? [value] : Array.from(value);
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad < 0) return;
  const place = typeof value === 'number' ? name : `${name}[${bad}]`;
  throw new RangeError(`${place}: expected a finite number, got ${values[bad]}`);
}
