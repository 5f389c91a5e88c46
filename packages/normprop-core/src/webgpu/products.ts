import {extrasCode} from './extras.js';

/** So many rows and units one workgroup of a product computes; each of its 16 x 8 threads takes four rows of one unit. */
export const tile = {rows: 32, units: 16} as const;

/** How a product over all rows and units of a step is dispatched. */
export function productDispatch(batch: number, units: number) {
  return {
    workgroupSize: [16, 8, 1] as [number, number, number],
    dispatchLayout: {x: [0], y: [0]},
    dispatch: [Math.ceil(units / tile.units), Math.ceil(batch / tile.rows), 1] as [number, number, number],
  };
}

/**
 * (h_{t−1} ⊙ r)·recurrentKernel on tiles in workgroup memory, hidden [row][k] and weights [k][unit] with the four gates of each; the
 * state before is read from the buffer that is written to.
 *
 * @param cell WGSL with `fn cell(row : i32, unit : i32, product : vec4<f32>)`, which is called with the four gates of each.
 */
export const forwardProductCode = (cell: string): string => `
  var<workgroup> hidden : array<array<f32, 16>, ${tile.rows}>;
  var<workgroup> weights : array<array<vec4<f32>, ${tile.units}>, 16>;
  ${extrasCode}

  /** h (plane 0) or c (plane 1) before this step. */
  fn before(plane : i32, at : i32) -> f32 {
    let size = uniforms.batch * uniforms.units;
    if (uniforms.step == 0) { return extras[uniforms.initialHiddenAt + plane * size + at]; }
    return result[(plane * uniforms.steps + uniforms.step - 1) * size + at];
  }
  ${cell}

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

/**
 * da_{t+1}·recurrentKernelᵀ on such tiles, slopes [row][k/4] and weights [k/4][unit], nothing for the last step; da [T,B,4H] is read
 * from the buffer that is written to.
 *
 * @param cell WGSL with `fn cell(row : i32, unit : i32, product : f32)`.
 * @param from WGSL: where in the buffer [T,B,4H] begins.
 */
export const backwardProductCode = (cell: string, from = '0'): string => `
  var<workgroup> slopes : array<array<vec4<f32>, 8>, ${tile.rows}>;
  var<workgroup> weights : array<array<vec4<f32>, ${tile.units}>, 8>;
  ${extrasCode}

  ${cell}

  fn main() {
    let units = uniforms.units;
    let row0 = i32(workgroupId.y) * ${tile.rows};
    let unit0 = i32(workgroupId.x) * ${tile.units};
    let thread = i32(localIndex);
    let depth = select(4 * units, 0, uniforms.step == uniforms.steps - 1);
    var sums : array<f32, 4>;
    for (var k0 = 0; k0 < depth; k0 += 32) {
      for (var i = thread; i < ${tile.rows} * 8; i += 128) {
        let row = row0 + i / 8;
        let k = k0 + 4 * (i % 8);
        var value = vec4<f32>(0.0);
        if (row < uniforms.batch && k < depth) {
          let a = ${from} + ((uniforms.step + 1) * uniforms.batch + row) * depth + k;
          value = vec4<f32>(result[a], result[a + 1], result[a + 2], result[a + 3]);
        }
        slopes[i / 8][i % 8] = value;
      }
      for (var i = thread; i < 8 * ${tile.units}; i += 128) {
        let unit = unit0 + i / 8;
        let k = k0 + 4 * (i % 8);
        var value = vec4<f32>(0.0);
        if (unit < units && k < depth) {
          let w = unit * depth + k;
          value = vec4<f32>(recurrent[w], recurrent[w + 1], recurrent[w + 2], recurrent[w + 3]);
        }
        weights[i % 8][i / 8] = value;
      }
      workgroupBarrier();
      for (var k = 0; k < 8; k++) {
        let w = weights[k][localId.x];
        for (var r = 0; r < 4; r++) {
          sums[r] += dot(slopes[i32(localId.y) * 4 + r][k], w);
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
