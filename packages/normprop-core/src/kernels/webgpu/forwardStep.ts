import {extrasCode, sharedUniforms} from './extras.js';
import type {WebGPUProgram} from './webgpuProgram.js';

/** So many rows and units one workgroup computes; each of its 16 x 8 threads takes four rows of one unit. */
export const tile = {rows: 32, units: 16} as const;

/**
 * A step of the recurrence: the product with the recurrent weights and the cell in one shader.
 *
 *     a = drive_t + bias + (h_{t−1} ⊙ r)·recurrentKernel;   i,f,o = sigmoid;   g = tanh
 *     c̃ = i g k + f c_{t−1};   h̃ = s_h o tanh(s_c c̃);   c, h = Z v_{t−1} + (1 − Z) ṽ
 *
 * Inputs: drive [T,B,4H] (x·kernel), recurrentKernel [H,4H], extras. All steps write to one buffer:
 * h [T,B,H], c [T,B,H] and, where `keepGates`, the gates [T,B,H,4]; a step reads the one before from there.
 */
export function forwardStep(
  timeSteps: number,
  batch: number,
  units: number,
  keepGates: boolean,
): WebGPUProgram {
  return {
    variableNames: ['drive', 'recurrent', 'extras'],
    outputShape: [(keepGates ? 6 : 2) * timeSteps * batch * units],
    workgroupSize: [16, 8, 1],
    dispatchLayout: {x: [0], y: [0]},
    dispatch: [Math.ceil(units / tile.units), Math.ceil(batch / tile.rows), 1],
    uniforms: `step : i32, ${sharedUniforms}`,
    shaderKey: `normPropForwardStep${keepGates}`,
    getUserCode: () => code(keepGates),
  };
}

const code = (keepGates: boolean): string => `
  var<workgroup> hidden : array<array<f32, 16>, ${tile.rows}>;       // [row][k]
  var<workgroup> weights : array<array<vec4<f32>, ${tile.units}>, 16>; // [k][unit], gates i, f, c, o
  ${extrasCode}

  /** h (plane 0) or c (plane 1) before this step. */
  fn before(plane : i32, at : i32) -> f32 {
    let size = uniforms.batch * uniforms.units;
    if (uniforms.step == 0) { return extras[uniforms.initialHiddenAt + plane * size + at]; }
    return result[(plane * uniforms.steps + uniforms.step - 1) * size + at];
  }
  fn gates(column : i32, row : i32) -> vec4<f32> {
    let units = uniforms.units;
    let d = (uniforms.step * uniforms.batch + row) * 4 * units + column;
    let b = uniforms.biasAt + column;
    return vec4<f32>(drive[d] + extras[b], drive[d + units] + extras[b + units],
      drive[d + 2 * units] + extras[b + 2 * units], drive[d + 3 * units] + extras[b + 3 * units]);
  }
  fn cell(row : i32, unit : i32, product : vec4<f32>) {
    let step = uniforms.step;
    let at = row * uniforms.units + unit;
    let size = uniforms.batch * uniforms.units;
    let a = product + gates(unit, row);
    let open = 1.0 / (1.0 + exp(-a)); // of its four the sigmoid of c is not used
    let g = tanhOf(a.z);
    let oldCell = before(1, at);
    let candidate = open.x * g * perStep(uniforms.candidateDropoutMaskAt, 1.0, step, at) + open.y * oldCell;
    let candidateHidden = scaleOf(uniforms.hiddenScaleAt, unit) * open.w *
      tanhOf(scaleOf(uniforms.cellScaleAt, unit) * candidate);
    let keepCell = keepOf(uniforms.zoneoutCellAt, uniforms.zoneoutCellRate, step, row, at);
    let keepHidden = keepOf(uniforms.zoneoutHiddenAt, uniforms.zoneoutHiddenRate, step, row, at);
    let planes = uniforms.steps * size;
    let here = step * size + at;
    result[here] = keepHidden * before(0, at) + (1.0 - keepHidden) * candidateHidden;
    result[planes + here] = keepCell * oldCell + (1.0 - keepCell) * candidate;
    ${
      keepGates
        ? `let gate = 2 * planes + 4 * here;
    result[gate] = open.x;
    result[gate + 1] = open.y;
    result[gate + 2] = g;
    result[gate + 3] = open.w;`
        : ''
    }
  }

  fn main() {
    let units = uniforms.units;
    let row0 = i32(workgroupId.y) * ${tile.rows};
    let unit0 = i32(workgroupId.x) * ${tile.units};
    let thread = i32(localIndex);
    var sums : array<vec4<f32>, 4>;
    for (var k0 = 0; k0 < units; k0 += 16) {
      for (var i = thread; i < ${tile.rows} * 16; i += 128) {
        let row = row0 + i / 16;
        let k = k0 + i % 16;
        var value = 0.0;
        if (row < uniforms.batch && k < units) {
          let at = row * units + k;
          value = before(0, at);
          if (uniforms.recurrentDropoutMaskAt >= 0) { value *= extras[uniforms.recurrentDropoutMaskAt + at]; }
        }
        hidden[i / 16][i % 16] = value;
      }
      for (var i = thread; i < 16 * ${tile.units}; i += 128) {
        let k = k0 + i / ${tile.units};
        let unit = unit0 + i % ${tile.units};
        var value = vec4<f32>(0.0);
        if (k < units && unit < units) {
          let w = k * 4 * units + unit;
          value = vec4<f32>(recurrent[w], recurrent[w + units], recurrent[w + 2 * units], recurrent[w + 3 * units]);
        }
        weights[i / ${tile.units}][i % ${tile.units}] = value;
      }
      workgroupBarrier();
      for (var k = 0; k < 16; k++) {
        let w = weights[k][localId.x];
        for (var r = 0; r < 4; r++) {
          sums[r] += hidden[i32(localId.y) * 4 + r][k] * w;
        }
      }
      workgroupBarrier();
    }
    let unit = unit0 + i32(localId.x);
    for (var r = 0; r < 4; r++) {
      let row = row0 + i32(localId.y) * 4 + r;
      if (row < uniforms.batch && unit < units) { cell(row, unit, sums[r]); }
    }
  }`;
