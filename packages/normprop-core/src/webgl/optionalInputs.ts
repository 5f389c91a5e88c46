import type {Tensor} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';

const names = [
  'cellScale', // [H]
  'hiddenScale', // [H]
  'cellTarget', // [H]
  'penaltySlope', // [T,B]
  'recurrentDropoutMask', // [B,H]
  'mask', // [T,B]
  'candidateDropoutMask', // [T,B,H]
  'zoneoutCell', // [T,B,H]
  'zoneoutHidden', // [T,B,H]
] as const;

type OptionalName = (typeof names)[number];

/** The inputs that a call has and another has not. A texture that is not there cannot be declared, so they shape the code. */
export interface OptionalInputs {
  names: OptionalName[];
  tensors: Tensor[];
  has(name: OptionalName): boolean;
  /**
   * GLSL functions of step, row and unit: `cellScaleOf`, `hiddenScaleOf`, `dropoutOf`, `candidateOf`, and `keepCellOf`,
   * `keepHiddenOf`, the share Z = 1 − m (1 − z) of the old value that a step keeps. With the uniforms of `stepUniforms`. Also `gateOf` and
   * `slopeOf` of the gates' activation, `shareOf` f, what i g enters the cell with, `byForgetOf`, dc̃/df, and `penaltyOf`, the gradient
   * of c̃ through its penalty.
   */
  code: string;
}

/** What changes from step to step, and zoneout's rates where it is no mask. */
export const stepUniforms = [
  {name: 'stepIndex', type: 'int' as const},
  {name: 'zoneoutCellRate', type: 'float' as const},
  {name: 'zoneoutHiddenRate', type: 'float' as const},
];

/** Values of `stepUniforms` at a step. */
export function stepUniformValues(step: number, settings: SequenceSettings): number[] {
  return [step, settings.zoneoutCellRate, settings.zoneoutHiddenRate];
}

/** The inputs of the op, and k of the gradient k c̃/target of the cell's penalty. */
export type StepInputs = SequenceInputs & {penaltySlope?: Tensor};

/**
 * The inputs that are there, and GLSL that reads them or stands in for them. Below 0.02 `tanhOf` is a series: the difference of two
 * near 1 has few digits.
 */
export function optionalInputs(
  inputs: StepInputs,
  {hardSigmoid, preserving}: SequenceSettings,
): OptionalInputs {
  const given = names.filter((name) => inputs[name] !== undefined);
  const has = (name: OptionalName) => given.includes(name);
  const read = (name: OptionalName, at: string, otherwise: string) =>
    has(name) ? `get${name[0].toUpperCase()}${name.slice(1)}(${at})` : otherwise;
  const keep = (zoneout: 'zoneoutCell' | 'zoneoutHidden') => {
    const share = read(zoneout, 'stepIndex, row, unit', `${zoneout}Rate`);
    return has('mask') ? `1.0 - getMask(stepIndex, row) * (1.0 - ${share})` : share;
  };
  return {
    names: given,
    tensors: given.map((name) => inputs[name]!),
    has,
    code: `
      float cellScaleOf(int unit) { return ${read('cellScale', 'unit', '1.0')}; }
      float hiddenScaleOf(int unit) { return ${read('hiddenScale', 'unit', '1.0')}; }
      float dropoutOf(int row, int unit) { return ${read('recurrentDropoutMask', 'row, unit', '1.0')}; }
      float candidateOf(int row, int unit) {
        return ${read('candidateDropoutMask', 'stepIndex, row, unit', '1.0')};
      }
      float keepCellOf(int row, int unit) { return ${keep('zoneoutCell')}; }
      float keepHiddenOf(int row, int unit) { return ${keep('zoneoutHidden')}; }
      float gateOf(float a) {
        return ${hardSigmoid ? 'clamp(0.2 * a + 0.5, 0.0, 1.0)' : '1.0 / (1.0 + exp(-a))'};
      }
      float slopeOf(float s) {
        return ${hardSigmoid ? 's > 0.0 && s < 1.0 ? 0.2 : 0.0' : 's * (1.0 - s)'};
      }
      float shareOf(float f) { return ${preserving ? 'sqrt((1.0 - f) * (1.0 + f) + 1e-6)' : '1.0'}; }
      float byForgetOf(float f, float oldCell, float written) {
        return ${preserving ? 'oldCell - written * f / shareOf(f)' : 'oldCell'};
      }
      float penaltyOf(int row, int unit, float candidate) {
        return ${has('penaltySlope') ? 'getPenaltySlope(stepIndex, row) * candidate / getCellTarget(unit)' : '0.0'};
      }
      float tanhOf(float a) {
        if (abs(a) < 0.02) return a * (1.0 - a * a / 3.0);
        float e = exp(-2.0 * abs(a));
        return sign(a) * (1.0 - e) / (1.0 + e);
      }`,
  };
}
