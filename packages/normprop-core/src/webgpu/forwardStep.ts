import {sharedUniforms} from './extras.js';
import {forwardProductCode, productDispatch} from './products.js';
import type {WebGPUProgram} from './webgpuProgram.js';

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
    ...productDispatch(batch, units),
    uniforms: `step : i32, ${sharedUniforms}`,
    shaderKey: `normPropForwardStep${keepGates}`,
    getUserCode: () => code(keepGates),
  };
}

const code = (keepGates: boolean): string =>
  forwardProductCode(`
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
    let open = openOf(a);
    let g = tanhOf(a.z);
    let oldCell = before(1, at);
    let candidate = shareOf(open.y) * open.x * g * perStep(uniforms.candidateDropoutMaskAt, 1.0, step, at) +
      open.y * oldCell;
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
  }`);
