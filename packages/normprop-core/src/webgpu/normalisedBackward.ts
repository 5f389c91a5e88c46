import {extrasCode} from './extras.js';
import {forEachOf, groupCode, groupDispatch} from './groups.js';
import type {Grouping} from './groups.js';
import {normalisedUniforms, statePlanes} from './normalisedForward.js';
import {backwardProductCode, productDispatch} from './products.js';
import type {WebGPUProgram} from './webgpuProgram.js';

/** Where the parts of the gradients begin, in planes of T·B·H numbers. */
const slopePlanes = {
  da: 0, // [T,B,4H]
  dProduct: 4, // [T,B,4H]
  dCell: 8, // [T,B,H], of the normalised cell
  carry: 9, // what goes on to h and c of the step before, [B,H] each
} as const;

/** Where they begin, in numbers; behind them a scratch [B,H], dh_t. */
export function slopeLayout(timeSteps: number, batch: number, units: number) {
  const all = timeSteps * batch * units;
  const state = batch * units;
  return {
    da: slopePlanes.da * all,
    dProduct: slopePlanes.dProduct * all,
    dCell: slopePlanes.dCell * all,
    carry: slopePlanes.carry * all,
    scratch: slopePlanes.carry * all + 2 * state,
    size: slopePlanes.carry * all + 3 * state,
  };
}

/** dh_t from the step after, to the scratch. Inputs: recurrentKernel, extras, dLast [2,B,H]. */
export function backwardProduct(batch: number, units: number, size: number): WebGPUProgram {
  return {
    variableNames: ['recurrent', 'extras', 'dLast'],
    outputShape: [size],
    ...productDispatch(batch, units),
    uniforms: normalisedUniforms,
    shaderKey: 'normPropBackwardProduct',
    getUserCode: () =>
      backwardProductCode(
        `
  fn cell(row : i32, unit : i32, product : f32) {
    let at = row * uniforms.units + unit;
    var dh = product;
    if (uniforms.step == uniforms.steps - 1) { dh = dLast[at]; }
    else {
      if (uniforms.recurrentDropoutMaskAt >= 0) { dh *= extras[uniforms.recurrentDropoutMaskAt + at]; }
      dh += result[${slopePlanes.carry} * uniforms.steps * uniforms.batch * uniforms.units + at];
    }
    result[uniforms.scratchAt + at] = dh;
  }`,
        `${slopePlanes.dProduct} * uniforms.steps * uniforms.batch * units`,
      ),
  };
}

/**
 * The gradient of `forwardCell` at a step. With y = N(v) of weights w over its group, dv = (dy − w (Σ dy + y Σ dy ⊙ y)) / σ.
 *
 * Inputs: states, extras, dOutputs [T,B,H], dLast [2,B,H]. Writes: see `slopeLayout`.
 */
export function backwardCell(batch: number, units: number, size: number, grouping: Grouping): WebGPUProgram {
  return {
    variableNames: ['states', 'extras', 'dOutputs', 'dLast'],
    outputShape: [size],
    ...groupDispatch(grouping, batch, units),
    uniforms: normalisedUniforms,
    shaderKey: `normPropBackwardCell${grouping}`,
    getUserCode: () => code(grouping),
  };
}

const code = (grouping: Grouping): string => {
  const {cell, gates, valueH, valueC} = statePlanes;
  const {dProduct, dCell, carry} = slopePlanes;
  const given = grouping === 'given';
  const each = (body: string) => forEachOf(grouping, body);
  return `
  ${extrasCode}
  ${groupCode(grouping)}
  fn gatesOf(begin : i32, row : i32, unit : i32) -> vec4<f32> {
    let units = uniforms.units;
    let at = begin + (uniforms.step * uniforms.batch + row) * 4 * units + unit;
    return vec4<f32>(states[at], states[at + units], states[at + 2 * units], states[at + 3 * units]);
  }
  /** dh_t, past zoneout and mask. */
  fn dTildeOf(row : i32, at : i32) -> f32 {
    let dh = result[uniforms.scratchAt + at] + dOutputs[uniforms.step * uniforms.batch * uniforms.units + at];
    return (1.0 - keepOf(uniforms.zoneoutHiddenAt, uniforms.zoneoutHiddenRate, uniforms.step, row, at)) * dh;
  }
  fn main() {
    let step = uniforms.step;
    let units = uniforms.units;
    let size = uniforms.batch * units;
    let all = uniforms.steps * size;
    var inverse = vec4<f32>(0.0);
    var inverseCell = 0.0;
    if (group() < groups()) {
      for (var gate = 0; gate < 4; gate++) {
        inverse[gate] = 1.0 / sqrt(states[statisticAt(1, gate)] + uniforms.epsilon);
      }
      inverseCell = 1.0 / sqrt(states[statisticAt(3, 0)] + uniforms.epsilon);
    }
    var sums = vec4<f32>(0.0);
    ${each(`let at = row * units + unit;
      let here = step * size + at;
      let value = states[${valueC} * all + here];
      var u = extras[uniforms.gammaCAt + unit] * value;
      if (uniforms.betaCAt >= 0) { u += extras[uniforms.betaCAt + unit]; }
      let m = tanhOf(u);
      let du = dTildeOf(row, at) * states[${gates} * all + 4 * here + 3] * (1.0 - m * m);
      result[${dCell} * all + here] = du;
      let dy = extras[uniforms.gammaCAt + unit] * du;
      sums += vec4<f32>(dy, dy * value, 0.0, 0.0);`)}
    ${given ? '' : 'sums = total(sums);'}
    var totals = vec4<f32>(0.0);
    var alongs = vec4<f32>(0.0);
    ${each(`let at = row * units + unit;
      let here = step * size + at;
      let open = vec4<f32>(states[${gates} * all + 4 * here], states[${gates} * all + 4 * here + 1],
        states[${gates} * all + 4 * here + 2], states[${gates} * all + 4 * here + 3]);
      let valueCell = states[${valueC} * all + here];
      var u = extras[uniforms.gammaCAt + unit] * valueCell;
      if (uniforms.betaCAt >= 0) { u += extras[uniforms.betaCAt + unit]; }
      let m = tanhOf(u);
      var through = extras[uniforms.gammaCAt + unit] * result[${dCell} * all + here];
      ${given ? '' : 'through -= cellWeightOf(row) * (sums.x + valueCell * sums.y);'}
      through *= inverseCell;
      var dc = 0.0;
      if (step == uniforms.steps - 1) { dc = dLast[size + at]; } else { dc = result[${carry} * all + size + at]; }
      var oldCell = 0.0;
      if (step == 0) { oldCell = extras[uniforms.initialCellAt + at]; } else { oldCell = states[${cell} * all + here - size]; }
      let dropped = perStep(uniforms.candidateDropoutMaskAt, 1.0, step, at);
      let byForget = byForgetOf(open.y, oldCell, open.x * open.z * dropped);
      let k = shareOf(open.y) * dropped;
      let keepCell = keepOf(uniforms.zoneoutCellAt, uniforms.zoneoutCellRate, step, row, at);
      let keepHidden = keepOf(uniforms.zoneoutHiddenAt, uniforms.zoneoutHiddenRate, step, row, at);
      let dTilde = dTildeOf(row, at);
      let dcTilde = (1.0 - keepCell) * dc + through;
      let da = vec4<f32>(
        dcTilde * open.z * k * slopeOf(open.x),
        dcTilde * byForget * slopeOf(open.y),
        dcTilde * open.x * k * (1.0 - open.z * open.z),
        dTilde * m * slopeOf(open.w));
      result[${carry} * all + at] = keepHidden * (result[uniforms.scratchAt + at] + dOutputs[here]);
      result[${carry} * all + size + at] = dcTilde * open.y + keepCell * dc;
      let value = gatesOf(${valueH} * all, row, unit);
      for (var gate = 0; gate < 4; gate++) {
        result[(step * uniforms.batch + row) * 4 * units + gate * units + unit] = da[gate];
        let dy = da[gate] * extras[uniforms.gammaHAt + gate * units + unit];
        totals[gate] += dy;
        alongs[gate] += dy * value[gate];
      }`)}
    ${given ? '' : 'totals = across(total(totals)); alongs = across(total(alongs));'}
    ${each(`let value = gatesOf(${valueH} * all, row, unit);
      for (var gate = 0; gate < 4; gate++) {
        let column = (step * uniforms.batch + row) * 4 * units + gate * units + unit;
        var dy = result[column] * extras[uniforms.gammaHAt + gate * units + unit];
        ${given ? '' : 'dy -= weightOf(row) * (totals[gate] + value[gate] * alongs[gate]);'}
        result[${dProduct} * all + column] = dy * inverse[gate];
      }`)}
  }`;
};
