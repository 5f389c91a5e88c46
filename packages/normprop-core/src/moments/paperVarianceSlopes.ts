import {gaussianExpectation} from './gaussianMoments.js';
import {sigmoid} from './gateMoments.js';
import {paperVariances, preActivationVariance} from './paperVariances.js';
import type {UnitSettings} from './varianceArgs.js';

/** Derivatives of one constant of a unit; arrays hold the gates i, f, c, o. */
export interface UnitSlopes {
  gammaX: number[];
  gammaH: number[];
  gammaC: number;
  bias: number[];
}

/** Derivatives of a constant for the variance and the mean of one gate's pre-activation. */
interface GateSlope {
  variance: number;
  mean: number;
}

const none: GateSlope = {variance: 0, mean: 0};

/**
 * How Var[c] and Var[h] of `paperVariances` move with the gains and biases of the unit.
 *
 * With `Var[c] = Var[g]·E[i²]/(1 − E[f²])` and `Var[h] = T·E[o²]`, the derivatives of each factor for a ~ N(m, v) are
 * `∂E[φ(a)]/∂m = E[φ′(a)]` and `∂E[φ(a)]/∂v = E[φ″(a)]/2`, by the same quadrature; v = γx²·Var[x] + γh².
 *
 * @throws RangeError as `paperVariances`
 *
 * Source: the derivatives of eq. 8 and 14.
 */
export function paperVarianceSlopes(unit: UnitSettings): {cell: UnitSlopes; hidden: UnitSlopes} {
  const {cellVariance, hiddenVariance} = paperVariances(unit);
  const [i, f, c, o] = unit.bias.map((mean, gate) => ({mean, variance: preActivationVariance(unit, gate)}));
  const inputSlope = scaled(gateSquare(i), cellVariance / expectation(squaredSigmoid, i));
  const forgetSlope = scaled(gateSquare(f), cellVariance / expectation((a) => 1 - squaredSigmoid(a), f));
  const average = expectation(Math.tanh, c);
  const spread = expectation((a) => (Math.tanh(a) - average) ** 2, c);
  const candidateSlope = scaled(tanhVariance(c, average), cellVariance / spread);
  const outputSlope = scaled(gateSquare(o), hiddenVariance / expectation(squaredSigmoid, o));
  const cellTanh = {mean: 0, variance: unit.gammaC ** 2};
  const gammaC =
    2 *
    unit.gammaC *
    tanhVariance(cellTanh, 0).variance *
    (hiddenVariance / expectation((a) => Math.tanh(a) ** 2, cellTanh));
  return {
    cell: unitSlopes(unit, [inputSlope, forgetSlope, candidateSlope, none], 0),
    hidden: unitSlopes(unit, [none, none, none, outputSlope], gammaC),
  };
}

/** The slopes for gains and biases from those for the pre-activations. */
function unitSlopes(
  {gammaX, gammaH, inputVariance}: UnitSettings,
  gates: GateSlope[],
  gammaC: number,
): UnitSlopes {
  return {
    gammaX: gates.map(({variance}, gate) => 2 * gammaX[gate] * inputVariance * variance),
    gammaH: gates.map(({variance}, gate) => 2 * gammaH[gate] * variance),
    gammaC,
    bias: gates.map(({mean}) => mean),
  };
}

interface Normal {
  mean: number;
  variance: number;
}

function expectation(f: (a: number) => number, {variance, mean}: Normal): number {
  return gaussianExpectation(f, variance, mean);
}

const squaredSigmoid = (a: number): number => sigmoid(a) ** 2;

/** Slopes of E[σ²]: (σ²)′ = 2σ²(1 − σ), (σ²)″ = 2σ²(1 − σ)(2 − 3σ). */
function gateSquare(a: Normal): GateSlope {
  return {
    mean: expectation((x) => 2 * sigmoid(x) ** 2 * sigmoid(-x), a),
    variance: expectation((x) => sigmoid(x) ** 2 * sigmoid(-x) * (2 - 3 * sigmoid(x)), a),
  };
}

/** Slopes of Var[tanh]: with t = tanh, t′ = 1 − t² and t″ = −2t t′. */
function tanhVariance(a: Normal, average: number): GateSlope {
  const slope = (x: number): number => 1 - Math.tanh(x) ** 2;
  return {
    mean: 2 * expectation((x) => (Math.tanh(x) - average) * slope(x), a),
    variance: expectation((x) => slope(x) ** 2 - 2 * Math.tanh(x) * slope(x) * (Math.tanh(x) - average), a),
  };
}

function scaled({mean, variance}: GateSlope, factor: number): GateSlope {
  return {mean: mean * factor, variance: variance * factor};
}
