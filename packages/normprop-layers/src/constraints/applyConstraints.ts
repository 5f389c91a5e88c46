import {tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {LayerVariable} from '@tensorflow/tfjs-layers';
import type {Constraint} from '../tfjs/classes.js';

/**
 * Projects every trainable weight that has a constraint, `w ← constraint(w)`; call it after each update of your own loop.
 *
 * @param model A model or a layer; weights that are not trained are left alone.
 */
export function applyConstraints(model: {trainableWeights: LayerVariable[]}): void {
  for (const weight of model.trainableWeights) {
    // tfjs keeps the constraint in a private field.
    const {constraint} = weight as unknown as {constraint: Constraint | null};
    if (constraint == null) continue;
    const variable = weight.read() as Tensor & {assign(value: Tensor): void};
    tidy(() => variable.assign(constraint.apply(variable)));
  }
}
