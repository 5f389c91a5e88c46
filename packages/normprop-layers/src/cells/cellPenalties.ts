import {clone, dispose, engine, keep} from '@tensorflow/tfjs-core';
import type {Scalar} from '@tensorflow/tfjs-core';

/** A layer that has a penalty; `bidirectional` renames the two that it makes from one. */
interface Owner {
  name: string;
}

interface Pending {
  owner: Owner;
  value: Scalar;
}

// A penalty is computed in the forward pass and asked for after it, when the model adds up its losses. It lies here and not in
// its layer, since `bidirectional` asks the layer that it was given, not the two that it made from it and that ran.
let pending: Pending[] = [];
// The tape of the gradient in whose forward pass they were computed; in another one they mean nothing.
let tape: object | null = null;

/** Whether a gradient is being computed, so that a penalty can have an effect. */
export function isDifferentiating(): boolean {
  return engine().state.gradientDepth > 0;
}

/** Keeps the penalty of one training call until `cellPenaltiesOf` hands it out, or its gradient is over. */
export function noteCellPenalty(owner: Owner, value: Scalar): void {
  dropOld();
  tape = engine().state.activeTape;
  pending.push({owner, value: keep(value)});
}

/** The penalties of some layers that were not handed out yet, each as a function that hands it out. */
export function cellPenaltiesOf(isWanted: (owner: Owner) => boolean): Array<() => Scalar> {
  dropOld();
  return pending
    .filter(({owner}) => isWanted(owner))
    .map((one) => () => {
      pending = pending.filter((other) => other !== one);
      const value = clone(one.value);
      one.value.dispose();
      return value;
    });
}

/** Forgets what a layer has pending. */
export function dropCellPenalties(owner: Owner): void {
  drop((one) => one.owner === owner);
}

function dropOld(): void {
  if (tape !== engine().state.activeTape) drop(() => true);
}

function drop(isDropped: (one: Pending) => boolean): void {
  dispose(pending.filter(isDropped).map(({value}) => value));
  pending = pending.filter((one) => !isDropped(one));
}
