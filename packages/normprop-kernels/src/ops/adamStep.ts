import {expectCount, expectFloats, expectNumber} from '../border/expect.js';
import {activeKernels} from '../engine/activeKernels.js';
import type {AdamOptions, AdamVariable} from './opTypes.js';

/**
 * One Adam update (Kingma & Ba, algorithm 1) of all variables in place, after scaling all gradients by maxNorm/globalNorm when the global
 * norm exceeds maxNorm; returns the global norm before clipping. The bias corrections and the norm are computed in float64.
 */
export function adamStep(variables: AdamVariable[], options: AdamOptions): number {
  expectNumber('learningRate', options.learningRate, 0);
  expectCount('step', options.step);
  if (options.maxNorm !== undefined) expectNumber('maxNorm', options.maxNorm, 0);
  variables.forEach(({parameter, gradient, m, v}, i) => {
    expectFloats(`variables[${i}].parameter`, parameter, [parameter?.length]);
    const shape = [parameter.length];
    expectFloats(`variables[${i}].gradient`, gradient, shape);
    expectFloats(`variables[${i}].m`, m, shape);
    expectFloats(`variables[${i}].v`, v, shape);
  });
  return activeKernels().adamStep(variables, options);
}
