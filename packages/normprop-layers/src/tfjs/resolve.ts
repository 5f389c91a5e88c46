import type {serialization} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type {Constraint, Initializer, Regularizer, SerializedObject} from './classes.js';

/** A tfjs identifier ('zeros'), a saved object or the object itself. */
export type Identifier<T> = string | serialization.ConfigDict | SerializedObject | T;

/**
 * The initializer that a tfjs identifier stands for.
 *
 * @throws What tfjs throws for a name that it does not know.
 */
export function resolveInitializer(identifier: Identifier<Initializer>): Initializer {
  return probe({kernelInitializer: identifier}).kernelInitializer;
}

/** The regularizer that a tfjs identifier stands for; null for none. */
export function resolveRegularizer(identifier?: Identifier<Regularizer> | null): Regularizer | null {
  return identifier == null ? null : probe({kernelRegularizer: identifier}).kernelRegularizer;
}

/** The constraint that a tfjs identifier stands for; null for none. */
export function resolveConstraint(identifier?: Identifier<Constraint> | null): Constraint | null {
  return identifier == null ? null : probe({kernelConstraint: identifier}).kernelConstraint;
}

/** The saved form of an initializer, regularizer or constraint. */
export function serialize(object: serialization.Serializable | null): SerializedObject | null {
  return object === null ? null : {className: object.getClassName(), config: object.getConfig()};
}

interface Resolved {
  kernelInitializer: Initializer;
  kernelRegularizer: Regularizer;
  kernelConstraint: Constraint;
}

// tfjs does not export getInitializer and its kin; a dense layer calls them in its constructor.
// The name keeps tfjs from counting this layer when it names the program's own dense layers.
function probe(args: Partial<Record<keyof Resolved, unknown>>): Resolved {
  return tfl.layers.dense({...(args as object), units: 1, name: 'probe'}) as unknown as Resolved;
}
