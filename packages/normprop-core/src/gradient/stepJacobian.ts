import {checkNames, type Names} from '../check/checkNames.js';
import {stepGradient} from './stepGradient.js';

const stepJacobianNames: Names<StepJacobianArgs> = {
  recurrentKernel: true,
  preActivations: true,
  previousCell: true,
  cellScale: true,
  hiddenScale: true,
};

/** One step of a layer of H units, at which it is differentiated; gates in the order i, f, c, o. */
export interface StepJacobianArgs {
  /** Recurrent weights as used, [H,4H] row-major (Norm Prop: γh ⊙ W/‖W column‖₂). */
  recurrentKernel: ArrayLike<number>;
  /** Pre-activations of the step, [4H]. */
  preActivations: ArrayLike<number>;
  /** c_{t−1}, [H]. */
  previousCell: ArrayLike<number>;
  /** γc/√Var[c], a number or [H]; default 1, a plain LSTM. */
  cellScale?: number | ArrayLike<number>;
  /** 1/√Var[h], a number or [H]; default 1. */
  hiddenScale?: number | ArrayLike<number>;
}

/**
 * The Jacobian ∂h_t/∂h_{t−1} of one step at fixed c_{t−1}, exact, in float64.
 *
 * `J_jk = Σ_gate ∂h_j/∂a_{gate,j} · recurrentKernel[k, gate·H + j]`, see `stepGradient`.
 *
 * @returns [H,H] row-major: row j is the gradient of unit j's h_t
 * @throws RangeError for sizes that disagree
 *
 * Source: eq. 23, with the weight matrices that eq. 26-28 neglect.
 */
export function stepJacobian(args: StepJacobianArgs): Float64Array {
  checkNames('stepJacobian', args, stepJacobianNames);
  const {recurrentKernel, preActivations, previousCell, cellScale = 1, hiddenScale = 1} = args;
  const H = previousCell.length;
  expectLength('preActivations', preActivations, 4 * H);
  expectLength('recurrentKernel', recurrentKernel, 4 * H * H);
  if (typeof cellScale !== 'number') expectLength('cellScale', cellScale, H);
  if (typeof hiddenScale !== 'number') expectLength('hiddenScale', hiddenScale, H);
  const jacobian = new Float64Array(H * H);
  for (let j = 0; j < H; j++) {
    const gates = stepGradient({
      preActivations: [
        preActivations[j],
        preActivations[H + j],
        preActivations[2 * H + j],
        preActivations[3 * H + j],
      ],
      previousCell: previousCell[j],
      cellScale: typeof cellScale === 'number' ? cellScale : cellScale[j],
      hiddenScale: typeof hiddenScale === 'number' ? hiddenScale : hiddenScale[j],
    });
    for (let k = 0; k < H; k++) {
      let sum = 0;
      for (let gate = 0; gate < 4; gate++) sum += gates[gate] * recurrentKernel[k * 4 * H + gate * H + j];
      jacobian[j * H + k] = sum;
    }
  }
  return jacobian;
}

function expectLength(name: string, values: ArrayLike<number>, length: number): void {
  if (values.length === length) return;
  throw new RangeError(`${name}: expected ${length} values, got ${values.length}`);
}
