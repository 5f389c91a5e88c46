import {concat, dispose, expandDims, keep, mul, square, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {States} from '../cells/NormalizedLSTMCell.js';

/** E[c²] and E[h²] of each unit [H]. */
export interface UnitMoments {
  cell: Float64Array;
  hidden: Float64Array;
}

/** Measures E[c²] and E[h²] of each unit over all steps and sequences of any number of calls. */
export class SecondMoments {
  /** Of each call, [2,H]: sums of c² and of h²; kept as tensors, so that no device is waited for. */
  private sums: Tensor[] = [];
  private counts: Array<number | Tensor> = [];

  /** Takes in the states of one call; masked steps do not count. */
  readonly add = ({outputs, cells, mask}: States): void => {
    const [timeSteps, batch] = outputs.shape;
    const real = mask && expandDims(mask, 2);
    const total = (states: Tensor): Tensor =>
      expandDims(sum(real ? mul(square(states), real) : square(states), [0, 1]), 0);
    this.sums.push(tidy(() => keep(concat([total(cells), total(outputs)]))));
    this.counts.push(mask ? keep(sum(mask)) : timeSteps * batch);
  };

  /** The moments of all calls so far. */
  async read(): Promise<UnitMoments> {
    const sums = await Promise.all(this.sums.map((tensor) => tensor.data()));
    const counts = await Promise.all(
      this.counts.map(async (count) => (typeof count === 'number' ? count : (await count.data())[0])),
    );
    const rows = counts.reduce((a, b) => a + b, 0);
    const mean = (index: number) => sums.reduce((a, values) => a + values[index], 0) / rows;
    const units = (sums[0]?.length ?? 0) / 2;
    return {
      cell: Float64Array.from({length: units}, (_, unit) => mean(unit)),
      hidden: Float64Array.from({length: units}, (_, unit) => mean(units + unit)),
    };
  }

  dispose(): void {
    dispose(this.sums);
    dispose(this.counts.filter((count): count is Tensor => typeof count !== 'number'));
    this.sums = [];
    this.counts = [];
  }
}
