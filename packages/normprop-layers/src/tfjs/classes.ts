import {serialization} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

// tfjs-layers does not export its base classes Initializer, Constraint and Regularizer, yet accepts an object only if it
// is an instance of them. This file finds them, so that no other file needs a cast for it.

/** What `initializer` options take as an object: `apply(shape, dtype)` makes the first value of a weight. */
export type Initializer = ReturnType<typeof tfl.initializers.zeros>;
/** What `constraint` options take as an object: `apply(w)` projects a weight after an update. */
export type Constraint = ReturnType<typeof tfl.constraints.nonNeg>;
/** What `regularizer` options take as an object: `apply(w)` gives a loss to add. */
export type Regularizer = ReturnType<typeof tfl.regularizers.l2>;

/** An object as saved in a config: class and arguments. */
export type SerializedObject = {className: string; config: serialization.ConfigDict};

/** Base class of all tfjs initializers. */
export const InitializerBase = baseClassOf(tfl.initializers.zeros()) as new () => Initializer;
/** Base class of all tfjs constraints. */
export const ConstraintBase = baseClassOf(tfl.constraints.nonNeg()) as new () => Constraint;

/** A class as the registry wants it: a static `className` equal to the name in saved models. */
export interface RegisteredClass {
  className: string;
  new (...args: never[]): serialization.Serializable;
}

/** Makes a class known to `tf.loadLayersModel`. */
export function registerClass(cls: RegisteredClass): void {
  serialization.registerClass(
    cls as unknown as serialization.SerializableConstructor<serialization.Serializable>,
  );
}

function baseClassOf(instance: object): unknown {
  return Object.getPrototypeOf(instance.constructor);
}
