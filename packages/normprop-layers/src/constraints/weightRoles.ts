import type {Tensor, Variable} from '@tensorflow/tfjs-core';
import type {Constraint} from '../tfjs/classes.js';

/** What a weight of one of our layers is to an optimizer. */
export interface WeightRole {
  /** `gain` is a γ, `bias` the bias or a β of the recurrence; `matrix` anything else. */
  kind: 'matrix' | 'gain' | 'bias';
  /** The projection that holds after each update. */
  constraint: Constraint | null;
}

// An optimizer gets plain variables: tfjs keeps constraints in the layer's wrapper around them.
const roles = new WeakMap<Tensor, WeightRole>();

/** Notes what a variable is, for `adam`. */
export function setWeightRole(variable: Variable, role: WeightRole): void {
  roles.set(variable, role);
}

const noRole: WeightRole = {kind: 'matrix', constraint: null};

/** What a variable is; a matrix without a constraint where nobody has said. */
export function weightRole(variable: Tensor): WeightRole {
  return roles.get(variable) ?? noRole;
}
