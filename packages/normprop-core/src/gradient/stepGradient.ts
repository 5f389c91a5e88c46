import {checkNames, type Names} from '../check/checkNames.js';
import {sigmoid} from '../moments/gateMoments.js';

const stepGradientNames: Names<StepGradientArgs> = {
  preActivations: true,
  previousCell: true,
  cellScale: true,
  hiddenScale: true,
};

/** The scalar gates, cell and constants at which one step of a Norm Prop LSTM is differentiated. */
export interface StepGradientArgs {
  /** Pre-activations of the gates i, f, c, o. */
  preActivations: readonly [input: number, forget: number, candidate: number, output: number];
  /** c_{t−1}. */
  previousCell: number;
  /** γc/√Var[c] for Norm Prop, 1 for a plain LSTM. */
  cellScale: number;
  /** 1/√Var[h] for Norm Prop, 1 for a plain LSTM. */
  hiddenScale: number;
}

/**
 * ∂h_t/∂a of one unit for its four pre-activations a, in the order i, f, c, o.
 *
 * `∂h/∂a_o = s_h o(1−o) m`, and with `u = s_h o (1 − m²) s_c`, `m = tanh(s_c c_t)`:
 * `∂h/∂a_i = u i(1−i) g`, `∂h/∂a_c = u i(1−g²)`, `∂h/∂a_f = u f(1−f) c_{t−1}`.
 *
 * Source: eq. 22, 23 with eq. 26, 27 of the paper, which leaves the factor γc/√Var[c] out of eq. 23 and puts it into 28.
 */
export function stepGradient(
  args: StepGradientArgs,
): [input: number, forget: number, candidate: number, output: number] {
  checkNames('stepGradient', args, stepGradientNames);
  const {preActivations, previousCell, cellScale, hiddenScale} = args;
  const [i, f, , o] = preActivations.map(sigmoid);
  const g = Math.tanh(preActivations[2]);
  const m = Math.tanh(cellScale * (i * g + f * previousCell));
  const u = hiddenScale * o * (1 - m * m) * cellScale;
  return [
    u * i * (1 - i) * g,
    u * f * (1 - f) * previousCell,
    u * i * (1 - g * g),
    hiddenScale * o * (1 - o) * m,
  ];
}
