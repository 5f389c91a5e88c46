import {dispose, engine, tidy, zerosLike} from '@tensorflow/tfjs-core';
import type {Tensor, Variable} from '@tensorflow/tfjs-core';
import type {SecondMoment} from './secondMoment.js';

/** A tensor and its name. */
export type NamedTensor = {name: string; tensor: Tensor};

/** The moments of one variable. */
export interface Moments {
  first: Variable;
  /** What `SecondMoment` keeps. */
  second: Variable;
}

/** The moments of all variables that an Adam has updated, and those that were put back and wait for theirs. */
export class AdamMoments {
  private readonly all = new Map<string, Moments>();
  // Of a saved optimizer, until the first update says which variables there are.
  private restored: Array<{name: string} & Moments> | null = null;
  private kept: SecondMoment['kept'] = 'v';

  /** First moments, then second ones, in one order; live variables. */
  named(): NamedTensor[] {
    const entries = this.restored ?? [...this.all].map(([name, moments]) => ({name, ...moments}));
    return [
      ...entries.map(({name, first}) => ({name: `${name}/m`, tensor: first as Tensor})),
      ...entries.map(({name, second}) => ({name: `${name}/${this.kept}`, tensor: second as Tensor})),
    ];
  }

  /**
   * Takes what `named` gave; the tensors are copied.
   *
   * @throws Before anything changes, if the list is not one of `named`, if the two moments of a variable have other shapes, or if
   *   a variable of that name has another shape.
   */
  restore(tensors: NamedTensor[]): void {
    const count = tensors.length / 2;
    const kept = tensors.length > 0 && tensors[count]?.name.endsWith('/r') ? 'r' : 'v';
    const pairs = tensors.slice(0, count).map(({name, tensor}, i) => {
      const second = tensors[count + i].tensor;
      checkSameShape(`the second moment of '${withoutSuffix(name)}'`, tensor.shape, second.shape);
      return {name: withoutSuffix(name), first: tensor, second};
    });
    for (const {name, first} of pairs) this.checkShape(name, first.shape);
    this.dispose();
    this.kept = kept;
    const copy = (tensor: Tensor): Variable => tidy(() => tensor.variable(false));
    this.restored = pairs.map(({name, first, second}) => ({name, first: copy(first), second: copy(second)}));
  }

  /**
   * Gives moments that were put back to the variables of an update: by name, or in order where a new process has other
   * names; and keeps second moments as `way` does from now on.
   *
   * @throws Before any moment is given, if there are not as many variables or one has another shape.
   */
  place(variables: Array<{name: string; variable: Tensor}>, way: SecondMoment): void {
    if (this.restored !== null) {
      const {restored} = this;
      const saved = new Map(restored.map((moments) => [moments.name, moments]));
      const byName = variables.every(({name}) => saved.has(name));
      if (!byName && restored.length !== variables.length) {
        throw new Error(
          `setWeights: moments of ${restored.length} variables were restored, the update has ${variables.length}`,
        );
      }
      variables.forEach(({name, variable}, i) => {
        const moments = byName ? saved.get(name)! : restored[i];
        checkSameShape(`the moments of '${name}'`, variable.shape, moments.first.shape);
      });
      restored.forEach(({name, first, second}, i) => {
        this.all.set(byName ? name : variables[i].name, {first, second});
      });
      this.restored = null;
    }
    if (way.kept === this.kept) return;
    for (const {second} of this.all.values()) tidy(() => second.assign(way.from(second, this.kept)));
    this.kept = way.kept;
  }

  /** The moments of a variable, zeros where it has none yet. */
  of(name: string, variable: Tensor): Moments {
    let moments = this.all.get(name);
    if (moments === undefined) {
      const zeros = (): Variable => zerosLike(variable).variable(false);
      moments = {first: zeros(), second: zeros()};
      this.all.set(name, moments);
    }
    return moments;
  }

  dispose(): void {
    for (const {first, second} of [...this.all.values(), ...(this.restored ?? [])]) dispose([first, second]);
    this.all.clear();
    this.restored = null;
  }

  /** Throws if a variable has that name, another shape, and no other variable could be meant. */
  private checkShape(name: string, shape: number[]): void {
    const {registeredVariables} = engine();
    const own = this.all.get(name)?.first ?? registeredVariables[name];
    if (own === undefined || own.shape.join() === shape.join()) return;
    // In a new process another model may have taken the name; then one of that shape is about.
    const others = Object.values(registeredVariables);
    const another = others.some((other) => other.trainable && other.shape.join() === shape.join());
    if (!another || this.all.has(name)) checkSameShape(`the moments of '${name}'`, own.shape, shape);
  }
}

function withoutSuffix(name: string): string {
  return name.replace(/\/[mvr]$/, '');
}

function checkSameShape(what: string, expected: number[], got: number[]): void {
  if (expected.join() === got.join()) return;
  throw new Error(`setWeights: ${what}: expected shape [${expected.join(',')}], got [${got.join(',')}]`);
}
