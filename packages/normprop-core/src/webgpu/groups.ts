import type {WebGPUProgram} from './webgpuProgram.js';

/**
 * Over what the loop normalises: Layer Norm over the units of a row, of all gates together or of each; Batch Norm over the
 * rows of a unit, or with given moments over nothing.
 */
export type Grouping = 'row' | 'rowPerGate' | 'unit' | 'given';

/** How many groups there are: rows, or units. */
export function groupsOf(grouping: Grouping, batch: number, units: number): number {
  return grouping.startsWith('row') ? batch : units;
}

/** A workgroup of 128 threads for each row, or for 16 units. */
export function groupDispatch(
  grouping: Grouping,
  batch: number,
  units: number,
): Pick<WebGPUProgram, 'workgroupSize' | 'dispatchLayout' | 'dispatch'> {
  return grouping.startsWith('row')
    ? {workgroupSize: [128, 1, 1], dispatchLayout: {x: [0], y: [0]}, dispatch: [batch, 1, 1]}
    : {workgroupSize: [16, 8, 1], dispatchLayout: {x: [0], y: [0]}, dispatch: [Math.ceil(units / 16), 1, 1]};
}

/** WGSL that does something for each row and unit of this thread's share of the group. */
export function forEachOf(grouping: Grouping, body: string): string {
  return grouping.startsWith('row')
    ? `for (var unit = i32(localId.x); unit < uniforms.units; unit += 128) {
      let row = i32(workgroupId.x);
      ${body}
    }`
    : `for (var row = i32(localId.y); row < uniforms.batch; row += 8) {
      let unit = i32(workgroupId.x) * 16 + i32(localId.x);
      if (unit < uniforms.units) {
        ${body}
      }
    }`;
}

/**
 * WGSL: `total(v)` adds a value over the threads of a group, `across(v)` over the gates where they are one group,
 * `weightOf(row)` and `cellWeightOf(row)` are the weights of a value in the moments, `group()` is the group's number, and
 * `speaks()` is true in one thread of each.
 */
export function groupCode(grouping: Grouping): string {
  const rows = grouping.startsWith('row');
  const ofRow = `fn ofRow(row : i32) -> f32 {
      if (uniforms.rowWeightsAt < 0) { return 1.0 / f32(uniforms.batch); }
      return extras[uniforms.rowWeightsAt + uniforms.step * uniforms.batch + row];
    }`;
  const unitShare = '1.0 / f32(uniforms.units)';
  return `
    var<workgroup> partial : array<vec4<f32>, 128>;
    ${rows ? '' : ofRow}
    fn total(value : vec4<f32>) -> vec4<f32> {
      partial[localIndex] = value;
      workgroupBarrier();
      var sum = vec4<f32>(0.0);
      for (var i = 0u; i < ${rows ? 128 : 8}u; i++) { sum += partial[${rows ? 'i' : 'i * 16u + localId.x'}]; }
      workgroupBarrier();
      return sum;
    }
    fn across(v : vec4<f32>) -> vec4<f32> {
      return ${grouping === 'row' ? 'vec4<f32>(v.x + v.y + v.z + v.w)' : 'v'};
    }
    fn weightOf(row : i32) -> f32 {
      return ${grouping === 'row' ? `0.25 * ${unitShare}` : rows ? unitShare : 'ofRow(row)'};
    }
    fn cellWeightOf(row : i32) -> f32 { return ${rows ? unitShare : 'ofRow(row)'}; }
    fn groups() -> i32 { return ${rows ? 'uniforms.batch' : 'uniforms.units'}; }
    fn group() -> i32 { return ${rows ? 'i32(workgroupId.x)' : 'i32(workgroupId.x) * 16 + i32(localId.x)'}; }
    fn speaks() -> bool {
      return ${rows ? 'localId.x == 0u' : 'localId.y == 0u && group() < uniforms.units'};
    }
    /** Where the statistics of a step begin, by kind: mean and variance of the product, [T,4,groups]; of the cell, [T,groups]. */
    fn statisticAt(kind : i32, gate : i32) -> i32 {
      let each = uniforms.steps * groups();
      let at = uniforms.statisticsAt + group();
      if (kind < 2) { return at + 4 * kind * each + (4 * uniforms.step + gate) * groups(); }
      return at + (6 + kind) * each + uniforms.step * groups();
    }`;
}
