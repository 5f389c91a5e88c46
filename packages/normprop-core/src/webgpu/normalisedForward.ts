import {extrasCode, sharedUniforms} from './extras.js';
import {forEachOf, groupCode, groupDispatch, groupsOf} from './groups.js';
import type {Grouping} from './groups.js';
import {forwardProductCode, productDispatch} from './products.js';
import type {WebGPUProgram} from './webgpuProgram.js';

/** Where the parts of the states of a normalised model begin, in planes of T·B·H numbers. */
export const statePlanes = {
  hidden: 0, // [T,B,H]
  cell: 1, // [T,B,H]
  gates: 2, // [T,B,H,4]
  valueH: 6, // [T,B,4H], the standardised product
  valueC: 10, // [T,B,H], the standardised cell
  statistics: 11, // mean and variance of the product, [T,4,G] each, and of the cell, [T,G] each, for G groups
} as const;

/** Where they begin, in numbers; behind them a scratch [B,4H], the product of a step. */
export function normalisedLayout(timeSteps: number, batch: number, units: number, grouping: Grouping) {
  const all = timeSteps * batch * units;
  const scratch = statePlanes.statistics * all + 10 * timeSteps * groupsOf(grouping, batch, units);
  return {
    hidden: statePlanes.hidden * all,
    cell: statePlanes.cell * all,
    valueH: statePlanes.valueH * all,
    valueC: statePlanes.valueC * all,
    statistics: statePlanes.statistics * all,
    scratch,
    size: scratch + 4 * batch * units,
  };
}

/** The uniforms of the programs of normalised models. */
export const normalisedUniforms = `step : i32, ${sharedUniforms}, statisticsAt : i32, scratchAt : i32, epsilon : f32`;

/** The product of a step, to the states' scratch. Inputs: recurrentKernel, extras. */
export function forwardProduct(batch: number, units: number, size: number): WebGPUProgram {
  return {
    variableNames: ['recurrent', 'extras'],
    outputShape: [size],
    ...productDispatch(batch, units),
    uniforms: normalisedUniforms,
    shaderKey: 'normPropForwardProduct',
    getUserCode: () =>
      forwardProductCode(`
  fn cell(row : i32, unit : i32, product : vec4<f32>) {
    let units = uniforms.units;
    let at = uniforms.scratchAt + row * 4 * units + unit;
    for (var gate = 0; gate < 4; gate++) { result[at + gate * units] = product[gate]; }
  }`),
  };
}

/**
 * The cell of a step with Layer or Batch Norm, one workgroup for the values that are normalised together.
 *
 *     a = drive_t + γ_h N(product);   i,f,o = sigmoid;   g = tanh;   c̃ = i g k + f c_{t−1};   h̃ = o tanh(γ_c N(c̃) + β_c)
 *
 * Inputs: drive [T,B,4H] (γ_x N(x·kernel) + shifts), extras. Writes to the states: see `normalisedLayout`.
 */
export function forwardCell(batch: number, units: number, size: number, grouping: Grouping): WebGPUProgram {
  return {
    variableNames: ['drive', 'extras'],
    outputShape: [size],
    ...groupDispatch(grouping, batch, units),
    uniforms: normalisedUniforms,
    shaderKey: `normPropForwardCell${grouping}`,
    getUserCode: () => code(grouping),
  };
}

const code = (grouping: Grouping): string => {
  const {cell, gates, valueH, valueC} = statePlanes;
  const given = grouping === 'given';
  const each = (body: string) => forEachOf(grouping, body);
  return `
  ${extrasCode}
  ${groupCode(grouping)}
  fn before(plane : i32, at : i32) -> f32 {
    let size = uniforms.batch * uniforms.units;
    if (uniforms.step == 0) { return extras[uniforms.initialHiddenAt + plane * size + at]; }
    return result[(plane * uniforms.steps + uniforms.step - 1) * size + at];
  }
  fn product(row : i32, unit : i32) -> vec4<f32> {
    let units = uniforms.units;
    let at = uniforms.scratchAt + row * 4 * units + unit;
    return vec4<f32>(result[at], result[at + units], result[at + 2 * units], result[at + 3 * units]);
  }
  fn givenAt(begin : i32, unit : i32) -> vec4<f32> {
    let units = uniforms.units;
    let at = begin + uniforms.step * 4 * units + unit;
    return vec4<f32>(extras[at], extras[at + units], extras[at + 2 * units], extras[at + 3 * units]);
  }
  fn main() {
    let step = uniforms.step;
    let units = uniforms.units;
    let size = uniforms.batch * units;
    let all = uniforms.steps * size;
    var mean = vec4<f32>(0.0);
    var variance = vec4<f32>(0.0);
    var meanCell = 0.0;
    var varianceCell = 0.0;
    ${
      given
        ? `if (group() < units) {
      mean = givenAt(uniforms.meanHAt, group());
      variance = givenAt(uniforms.varianceHAt, group());
      meanCell = extras[uniforms.meanCAt + step * units + group()];
      varianceCell = extras[uniforms.varianceCAt + step * units + group()];
    }`
        : `${each('mean += weightOf(row) * product(row, unit);')}
    mean = across(total(mean));
    ${each('let d = product(row, unit) - mean; variance += weightOf(row) * d * d;')}
    variance = across(total(variance));`
    }
    let inverse = 1.0 / sqrt(variance + uniforms.epsilon);
    var sum = 0.0;
    ${each(`let at = row * units + unit;
      let here = step * size + at;
      let value = (product(row, unit) - mean) * inverse;
      var a = vec4<f32>(0.0);
      for (var gate = 0; gate < 4; gate++) {
        let column = (step * uniforms.batch + row) * 4 * units + gate * units + unit;
        a[gate] = drive[column] + extras[uniforms.gammaHAt + gate * units + unit] * value[gate];
        result[${valueH} * all + column] = value[gate];
      }
      var open = openOf(a);
      open.z = tanhOf(a.z);
      for (var gate = 0; gate < 4; gate++) { result[${gates} * all + 4 * here + gate] = open[gate]; }
      let candidate = shareOf(open.y) * open.x * open.z * perStep(uniforms.candidateDropoutMaskAt, 1.0, step, at)
        + open.y * before(1, at);
      result[${valueC} * all + here] = candidate;
      sum += cellWeightOf(row) * candidate;`)}
    ${
      given
        ? ''
        : `meanCell = total(vec4<f32>(sum)).x;
    sum = 0.0;
    ${each(`let d = result[${valueC} * all + step * size + row * units + unit] - meanCell;
      sum += cellWeightOf(row) * d * d;`)}
    varianceCell = total(vec4<f32>(sum)).x;`
    }
    let inverseCell = 1.0 / sqrt(varianceCell + uniforms.epsilon);
    ${each(`let at = row * units + unit;
      let here = step * size + at;
      let candidate = result[${valueC} * all + here];
      let value = (candidate - meanCell) * inverseCell;
      result[${valueC} * all + here] = value;
      var u = extras[uniforms.gammaCAt + unit] * value;
      if (uniforms.betaCAt >= 0) { u += extras[uniforms.betaCAt + unit]; }
      let keepCell = keepOf(uniforms.zoneoutCellAt, uniforms.zoneoutCellRate, step, row, at);
      let keepHidden = keepOf(uniforms.zoneoutHiddenAt, uniforms.zoneoutHiddenRate, step, row, at);
      result[${cell} * all + here] = keepCell * before(1, at) + (1.0 - keepCell) * candidate;
      result[here] = keepHidden * before(0, at)
        + (1.0 - keepHidden) * result[${gates} * all + 4 * here + 3] * tanhOf(u);`)}
    if (speaks()) {
      for (var gate = 0; gate < 4; gate++) {
        result[statisticAt(0, gate)] = mean[gate];
        result[statisticAt(1, gate)] = variance[gate];
      }
      result[statisticAt(2, 0)] = meanCell;
      result[statisticAt(3, 0)] = varianceCell;
    }
  }`;
};
