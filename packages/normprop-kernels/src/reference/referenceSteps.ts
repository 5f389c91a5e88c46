import type {
  LSTMForwardArgs,
  LSTMForwardResult,
  LSTMGradients,
  LSTMReserve,
  LSTMStatistics,
} from '../contract/lstmTypes.js';
import type {RunnableReserve} from '../contract/kernels.js';
import type {LSTMStepsArgs, StepsRunner} from '../contract/stepsTypes.js';
import {referenceForward} from './referenceForward.js';

/** One call of one step after the other, and the sums of their gradients: what the steps of the kernels are compared with. */
export class ReferenceSteps implements StepsRunner {
  readonly bytes = 0;
  readonly #args: LSTMStepsArgs;
  #results: LSTMForwardResult[] = [];
  #dCell: Float32Array | undefined;
  #dHidden: Float32Array | undefined;
  readonly #sums = new Map<keyof LSTMGradients, Float64Array>();

  constructor(args: LSTMStepsArgs) {
    this.#args = copied(args); // what the other builds read is a copy too
  }

  forward(step: number, x: Float32Array): Float32Array {
    const {h0, c0} = this.#args;
    const before = this.#results[step - 1];
    const state = before ? {h0: before.hidden, c0: before.cell} : {h0, c0};
    const result = referenceForward({...stepArgs(this.#args, step), ...state, x: x.slice()});
    this.#results.push(result);
    return result.hidden.slice();
  }

  statistics(): LSTMStatistics | undefined {
    const rows = this.#results.flatMap(({statistics}) => statistics ?? []);
    if (rows.length === 0) return undefined;
    return eachStatistic((name) => Float32Array.from(rows.flatMap((row) => [...row[name]])));
  }

  backward(step: number, hidden: Float32Array): Float32Array {
    const behind = this.#dHidden;
    const {x, h0, c0, ...rest} = (this.#results[step].reserve as RunnableReserve).backward({
      hidden: behind ? hidden.map((value, i) => value + behind[i]) : hidden,
      cell: this.#dCell,
      wantX: true,
    });
    [this.#dHidden, this.#dCell] = [h0, c0];
    for (const [name, values] of Object.entries(rest) as [keyof LSTMGradients, Float32Array][]) {
      const sum = this.#sums.get(name) ?? new Float64Array(values.length);
      this.#sums.set(
        name,
        sum.map((value, i) => value + values[i]),
      );
    }
    return x!;
  }

  finish(): LSTMGradients {
    const sums = [...this.#sums].map(([name, sum]) => [name, Float32Array.from(sum)] as const);
    return {
      ...Object.fromEntries(sums),
      h0: this.#dHidden!,
      c0: this.#dCell!,
    } as unknown as LSTMGradients;
  }

  dispose(): void {
    for (const {reserve} of this.#results) (reserve as LSTMReserve).dispose();
    this.#results = [];
  }
}

/** The arguments of one step. */
function stepArgs(args: LSTMStepsArgs, step: number): Omit<LSTMForwardArgs, 'x' | 'h0' | 'c0'> {
  const {batch, units, candidateDropoutMask, zoneoutCell, zoneoutHidden, populationStatistics} = args;
  const size = batch * units;
  const own = <T>(values: T | Float32Array) =>
    values instanceof Float32Array ? values.subarray(step * size, (step + 1) * size) : values;
  const rows = populationStatistics && populationStatistics.meanC.length / units;
  return {
    ...args,
    timeSteps: 1,
    candidateDropoutMask: own(candidateDropoutMask),
    zoneoutCell: own(zoneoutCell),
    zoneoutHidden: own(zoneoutHidden),
    ...(populationStatistics && {
      populationStatistics: eachStatistic((name) => {
        const values = populationStatistics[name];
        const n = values.length / rows!;
        const row = Math.min(step, rows! - 1);
        return values.subarray(row * n, (row + 1) * n);
      }),
    }),
  };
}

function eachStatistic(of: (name: keyof LSTMStatistics) => Float32Array): LSTMStatistics {
  return {
    meanX: of('meanX'),
    varianceX: of('varianceX'),
    meanH: of('meanH'),
    varianceH: of('varianceH'),
    meanC: of('meanC'),
    varianceC: of('varianceC'),
  };
}

/** The same with copies of all arrays. */
function copied<T extends object>(args: T): T {
  const copyOf = (value: unknown): unknown => {
    if (value instanceof Float32Array) return value.slice();
    return typeof value === 'object' && value !== null ? copied(value) : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, copyOf(value)])) as T;
}
