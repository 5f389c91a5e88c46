import {stepUniforms} from './optionalInputs.js';
import type {OptionalInputs} from './optionalInputs.js';
import type {WebGLProgram} from './webglProgram.js';

/** The planes [B,H] of a step's texture. */
export interface StatePlanes {
  /** h as the next product takes it: with recurrent dropout h ⊙ r, else h. */
  dropped: number;
  hidden: number;
  cell: number;
  /** i, f, g, o. Only where a gradient may be asked for. */
  gates: number;
  count: number;
}

export function statePlanes(hasDropout: boolean, keepGates: boolean): StatePlanes {
  const hidden = hasDropout ? 1 : 0;
  return {dropped: 0, hidden, cell: hidden + 1, gates: hidden + 2, count: hidden + 2 + (keepGates ? 4 : 0)};
}

/**
 * The cell of a step as one shader, from drive [T,B,4H] (x·kernel + bias), the product [1,B,4H] of the state before with the
 * recurrent weights, that state [planes,B,H], and the inputs that the call has:
 *
 *     a = drive_t + product;   i,f,o = sigmoid;   g = tanh
 *     c̃ = i g k + f c_{t−1};   h̃ = s_h o tanh(s_c c̃);   c, h = Z v_{t−1} + (1 − Z) ṽ
 *
 * A shader here writes one texture: the planes of `statePlanes`, all of them computed for each.
 */
export function forwardStep(
  batch: number,
  units: number,
  planes: StatePlanes,
  optional: OptionalInputs,
): WebGLProgram {
  return {
    variableNames: ['drive', 'product', 'previous', ...optional.names],
    outputShape: [planes.count, batch, units],
    customUniforms: stepUniforms,
    userCode: `
      ${optional.code}
      float gate(int index, int row, int unit) {
        int column = index * ${units} + unit;
        return getDrive(stepIndex, row, column) + getProduct(0, row, column);
      }
      void main() {
        ivec3 at = getOutputCoords();
        int row = at.y;
        int unit = at.z;
        float i = gateOf(gate(0, row, unit));
        float f = gateOf(gate(1, row, unit));
        float g = tanhOf(gate(2, row, unit));
        float o = gateOf(gate(3, row, unit));
        float oldCell = getPrevious(${planes.cell}, row, unit);
        float candidate = shareOf(f) * i * g * candidateOf(row, unit) + f * oldCell;
        float hidden = hiddenScaleOf(unit) * o * tanhOf(cellScaleOf(unit) * candidate);
        float keepHidden = keepHiddenOf(row, unit);
        float keepCell = keepCellOf(row, unit);
        hidden = keepHidden * getPrevious(${planes.hidden}, row, unit) + (1.0 - keepHidden) * hidden;
        float value = o;
        if (at.x == ${planes.hidden}) value = hidden;
        else if (at.x == ${planes.dropped}) value = hidden * dropoutOf(row, unit);
        else if (at.x == ${planes.cell}) value = keepCell * oldCell + (1.0 - keepCell) * candidate;
        else if (at.x == ${planes.gates}) value = i;
        else if (at.x == ${planes.gates + 1}) value = f;
        else if (at.x == ${planes.gates + 2}) value = g;
        setOutput(value);
      }`,
  };
}
