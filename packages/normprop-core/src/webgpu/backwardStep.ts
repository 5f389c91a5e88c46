import {sharedUniforms} from './extras.js';
import {backwardProductCode, productDispatch} from './products.js';
import type {WebGPUProgram} from './webgpuProgram.js';

/**
 * A step backwards: the product with the transposed recurrent weights and the cell's gradient in one shader.
 *
 *     dh_t = (da_{t+1}·recurrentKernelᵀ) ⊙ r + Z_h dh_{t+1} + dOutputs_t
 *     dh̃ = (1 − Z_h) dh;   du = s_h dh̃ o (1 − m²);   dc̃ = (1 − Z_c) dc + s_c du;   m = tanh(s_c c̃)
 *     (with a penalty dc̃ += k_P c̃/target; in the preserving cell k stands for k √(1−f²+1e-6), c_{t−1} for dc̃/df)
 *     da = [dc̃ g k i(1−i), dc̃ c_{t−1} f(1−f), dc̃ i k (1−g²), s_h dh̃ m o(1−o)];   dc_{t−1} = f dc̃ + Z_c dc
 *
 * Inputs: states (of `forwardStep`), recurrentKernel, extras, dOutputs [T,B,H], dLast (dh_T and dc_T, [2,B,H]). All steps,
 * from T − 1 to 0 and then −1 for the product alone, write to one buffer: da [T,B,4H], then [4,B,H]: the gradients of h and
 * of c that go on to the step before (after step −1: those of the initial state), and the sums over time of those of s_c and s_h.
 */
export function backwardStep(timeSteps: number, batch: number, units: number): WebGPUProgram {
  return {
    variableNames: ['states', 'recurrent', 'extras', 'dOutputs', 'dLast'],
    outputShape: [4 * (timeSteps + 1) * batch * units],
    ...productDispatch(batch, units),
    uniforms: `step : i32, ${sharedUniforms}`,
    shaderKey: 'normPropBackwardStep',
    getUserCode: () => code,
  };
}

const code = backwardProductCode(`
  fn cell(row : i32, unit : i32, product : f32) {
    let step = uniforms.step;
    let units = uniforms.units;
    let at = row * units + unit;
    let size = uniforms.batch * units;
    let planes = uniforms.steps * size;
    let carry = 4 * planes + at;
    let last = step == uniforms.steps - 1;

    var dh = product;
    var dc = 0.0;
    if (last) {
      dh = dLast[at];
      dc = dLast[size + at];
    } else {
      if (uniforms.recurrentDropoutMaskAt >= 0) { dh *= extras[uniforms.recurrentDropoutMaskAt + at]; }
      dh += result[carry];
      dc = result[carry + size];
    }
    if (step < 0) {
      result[carry] = dh;
      return;
    }
    let here = step * size + at;
    dh += dOutputs[here];

    let gate = 2 * planes + 4 * here;
    let i = states[gate];
    let f = states[gate + 1];
    let g = states[gate + 2];
    let o = states[gate + 3];
    var oldCell = 0.0;
    if (step == 0) { oldCell = extras[uniforms.initialCellAt + at]; }
    else { oldCell = states[planes + here - size]; }
    let dropped = perStep(uniforms.candidateDropoutMaskAt, 1.0, step, at);
    let byForget = byForgetOf(f, oldCell, i * g * dropped);
    let k = shareOf(f) * dropped;
    let candidate = i * g * k + f * oldCell;
    let cellScale = scaleOf(uniforms.cellScaleAt, unit);
    let hiddenScale = scaleOf(uniforms.hiddenScaleAt, unit);
    let m = tanhOf(cellScale * candidate);
    let keepCell = keepOf(uniforms.zoneoutCellAt, uniforms.zoneoutCellRate, step, row, at);
    let keepHidden = keepOf(uniforms.zoneoutHiddenAt, uniforms.zoneoutHiddenRate, step, row, at);

    let dTilde = (1.0 - keepHidden) * dh;
    let du = hiddenScale * dTilde * o * (1.0 - m * m);
    let dcTilde = (1.0 - keepCell) * dc + cellScale * du + penaltyOf(step, row, unit, candidate);
    let a = (step * uniforms.batch + row) * 4 * units + unit;
    result[a] = dcTilde * g * k * slopeOf(i);
    result[a + units] = dcTilde * byForget * slopeOf(f);
    result[a + 2 * units] = dcTilde * i * k * (1.0 - g * g);
    result[a + 3 * units] = hiddenScale * dTilde * m * slopeOf(o);
    result[carry] = keepHidden * dh;
    result[carry + size] = dcTilde * f + keepCell * dc;
    var dCellScale = du * candidate;
    var dHiddenScale = dTilde * o * m;
    if (!last) {
      dCellScale += result[carry + 2 * size];
      dHiddenScale += result[carry + 3 * size];
    }
    result[carry + 2 * size] = dCellScale;
    result[carry + 3 * size] = dHiddenScale;
  }`);
