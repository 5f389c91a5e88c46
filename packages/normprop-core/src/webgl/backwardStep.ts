import type {StatePlanes} from './forwardStep.js';
import {stepUniforms} from './optionalInputs.js';
import type {OptionalInputs} from './optionalInputs.js';
import type {WebGLProgram} from './webglProgram.js';

/** The planes [B,H] of a backward step's texture. */
export const slopePlanes = {
  /** da of i, f, c, o. */
  gates: 0,
  /** What goes on to h and c of the step before, past the product. */
  hidden: 4,
  cell: 5,
  /** Sums over time of the gradients of s_c and s_h; only where there are scales. */
  cellScale: 6,
  hiddenScale: 7,
} as const;

/**
 * The cell's gradient at a step as one shader (the formulas: `backwardStep` of webgpu), from the product [4,B,H] of each
 * gate's da_{t+1} with its transposed weights, the planes of the step after, states [T,planes,B,H], dOutputs [T,B,H],
 * initialCell [B,H] and the inputs that the call has. After the last step, product and planes are zeros but for dh_T and dc_T.
 */
export function backwardStep(
  batch: number,
  units: number,
  planes: StatePlanes,
  optional: OptionalInputs,
): WebGLProgram {
  const scaled = optional.has('cellScale') || optional.has('hiddenScale');
  const state = (plane: number, step = 'stepIndex') => `getStates(${step}, ${plane}, row, unit)`;
  return {
    variableNames: ['product', 'after', 'states', 'dOutputs', 'initialCell', ...optional.names],
    outputShape: [scaled ? 8 : 6, batch, units],
    customUniforms: stepUniforms,
    userCode: `
      ${optional.code}
      void main() {
        ivec3 at = getOutputCoords();
        int row = at.y;
        int unit = at.z;
        float product = getProduct(0, row, unit) + getProduct(1, row, unit) + getProduct(2, row, unit) +
          getProduct(3, row, unit);
        float dh = product * dropoutOf(row, unit) + getAfter(${slopePlanes.hidden}, row, unit) +
          getDOutputs(stepIndex, row, unit);
        float dc = getAfter(${slopePlanes.cell}, row, unit);

        float i = ${state(planes.gates)};
        float f = ${state(planes.gates + 1)};
        float g = ${state(planes.gates + 2)};
        float o = ${state(planes.gates + 3)};
        float oldCell = stepIndex == 0 ? getInitialCell(row, unit) : ${state(planes.cell, 'stepIndex - 1')};
        float dropped = candidateOf(row, unit);
        float byForget = byForgetOf(f, oldCell, i * g * dropped);
        float k = shareOf(f) * dropped;
        float candidate = i * g * k + f * oldCell;
        float cellScale = cellScaleOf(unit);
        float hiddenScale = hiddenScaleOf(unit);
        float m = tanhOf(cellScale * candidate);
        float keepCell = keepCellOf(row, unit);
        float keepHidden = keepHiddenOf(row, unit);

        float dTilde = (1.0 - keepHidden) * dh;
        float du = hiddenScale * dTilde * o * (1.0 - m * m);
        float dcTilde = (1.0 - keepCell) * dc + cellScale * du + penaltyOf(row, unit, candidate);
        float value;
        if (at.x == 0) value = dcTilde * g * k * slopeOf(i);
        else if (at.x == 1) value = dcTilde * byForget * slopeOf(f);
        else if (at.x == 2) value = dcTilde * i * k * (1.0 - g * g);
        else if (at.x == 3) value = hiddenScale * dTilde * m * slopeOf(o);
        else if (at.x == ${slopePlanes.hidden}) value = keepHidden * dh;
        else if (at.x == ${slopePlanes.cell}) value = dcTilde * f + keepCell * dc;
        ${
          scaled
            ? `else if (at.x == ${slopePlanes.cellScale}) value = getAfter(6, row, unit) + du * candidate;
        else value = getAfter(7, row, unit) + dTilde * o * m;`
            : ''
        }
        setOutput(value);
      }`,
  };
}
