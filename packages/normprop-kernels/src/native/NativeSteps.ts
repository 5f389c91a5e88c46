import type {LSTMGradients, LSTMStatistics} from '../contract/lstmTypes.js';
import type {LSTMStepsArgs, StepsRunner} from '../contract/stepsTypes.js';
import {withThreads, type ThreadChoice} from '../threads/threadChoice.js';
import {emptyStatistics} from '../contract/emptyStatistics.js';
import type {NativeAddon, NativeHandle} from './nativeAddon.js';
import {arraysOf, numbersOf, STATISTICS} from './nativeCall.js';
import {emptyGradients, inOrder, optionalGradients, withBetas} from './nativeGradients.js';

/** The steps of one sequence in native memory; collected ones are given back by the addon. */
export class NativeSteps implements StepsRunner {
  readonly #addon: NativeAddon;
  readonly #choice: ThreadChoice;
  readonly #statistics: LSTMStatistics | undefined;
  #handle: NativeHandle | undefined;

  constructor(
    addon: NativeAddon,
    build: number,
    choice: ThreadChoice,
    readonly args: LSTMStepsArgs,
  ) {
    const {timeSteps, units, normalizer, populationStatistics} = args;
    this.#addon = addon;
    this.#choice = choice;
    this.#handle = addon.openSteps(build, numbersOf(args, 1), ...arraysOf(args));
    if (normalizer === 'batch' && populationStatistics === undefined)
      this.#statistics = emptyStatistics(timeSteps, units);
  }

  get bytes(): number {
    return this.#handle === undefined ? 0 : this.#addon.bytes(this.#handle);
  }

  forward(step: number, x: Float32Array): Float32Array {
    const {batch: b, inputSize: d, units: h, normalizer = 'none'} = this.args;
    const hidden = new Float32Array(b * h);
    const rows = STATISTICS.map((name) => {
      const n = name.endsWith('C') ? h : 4 * h;
      return this.#statistics?.[name].subarray(step * n, (step + 1) * n);
    });
    withThreads(this.#choice, `step forward ${normalizer}`, b * 4 * h * (d + h), (threads) =>
      this.#addon.stepForward(this.#handle!, threads, step, x, hidden, ...rows),
    );
    return hidden;
  }

  statistics(): LSTMStatistics | undefined {
    return this.#statistics;
  }

  backward(step: number, hidden: Float32Array): Float32Array {
    const {batch: b, inputSize: d, units: h, normalizer = 'none'} = this.args;
    const x = new Float32Array(b * d);
    withThreads(this.#choice, `step backward ${normalizer}`, b * 4 * h * (d + h), (threads) =>
      this.#addon.stepBackward(this.#handle!, threads, step, hidden, x),
    );
    return x;
  }

  finish(): LSTMGradients {
    const {timeSteps: t, batch: b, inputSize: d, units: h} = this.args;
    const has = optionalGradients(this.args);
    const gradients = emptyGradients(this.args, has, false);
    withThreads(this.#choice, 'steps weight gradients', t * b * 4 * h * (d + h), (threads) =>
      this.#addon.finishSteps(this.#handle!, threads, ...inOrder(gradients)),
    );
    return withBetas(gradients, has);
  }

  dispose(): void {
    if (this.#handle === undefined) return;
    this.#addon.dispose(this.#handle);
    this.#handle = undefined;
  }
}
