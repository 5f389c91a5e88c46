import {checkForward} from '../border/checkForward.js';
import {expectFloats, expectNames} from '../border/expect.js';
import {stepsNames} from '../border/names.js';
import {activeMachine} from '../choice/activeKernels.js';
import type {LSTMGradients, LSTMStatistics} from '../contract/lstmTypes.js';
import type {LSTMSteps, LSTMStepsArgs, StepsRunner} from '../contract/stepsTypes.js';
import {NativeSteps} from '../native/NativeSteps.js';
import {ReferenceSteps} from '../reference/referenceSteps.js';
import {SimdSteps} from '../simd/SimdSteps.js';

/**
 * Opens a sequence whose inputs become known one step at a time; see `LSTMSteps`. `finish` or `dispose` it.
 *
 * Throws as `lstmForward`; its steps throw when they are called out of order.
 *
 * @example
 * const steps = lstmSteps({timeSteps, batch, inputSize, units, kernel, recurrentKernel});
 * let h = new Float32Array(batch * units);
 * for (let t = 0; t < timeSteps; t++) h = steps.forward(inputFor(t, h));
 * for (let t = timeSteps - 1; t >= 0; t--) takeIn(t, steps.backward(gradientFor(t)));
 * const {kernel: dKernel} = steps.finish();
 */
export function lstmSteps(args: LSTMStepsArgs): LSTMSteps {
  expectNames('lstmSteps', args, stepsNames);
  const {timeSteps, batch, inputSize} = args;
  const length = timeSteps * batch * inputSize;
  checkForward({...args, x: new Float32Array(length >= 0 && length < 2 ** 32 ? length : 0)});
  return new CheckedSteps(args, openSteps(args));
}

// Not a function of the kernels' own table, so that programs that do not step by hand are spared its code.
function openSteps(args: LSTMStepsArgs): StepsRunner {
  const {build, choice, engine, addon} = activeMachine();
  if (engine !== undefined) return new SimdSteps(engine, args);
  if (addon === undefined) return new ReferenceSteps(args);
  return new NativeSteps(addon, addon.builds.indexOf(build), choice, args);
}

/** Holds the calls to their order and the arrays to their lengths. */
class CheckedSteps implements LSTMSteps {
  readonly #args: LSTMStepsArgs;
  readonly #runner: StepsRunner;
  #forward = 0;
  #backward = 0;
  #isOver = false;

  constructor(args: LSTMStepsArgs, runner: StepsRunner) {
    this.#args = args;
    this.#runner = runner;
  }

  get bytes(): number {
    return this.#runner.bytes;
  }

  forward(x: Float32Array): Float32Array {
    const {timeSteps, batch, inputSize} = this.#args;
    this.#expectOpen();
    if (this.#forward === timeSteps) throw new Error(`forward: all ${timeSteps} steps have been taken`);
    expectFloats('x', x, [batch, inputSize]);
    const hidden = this.#runner.forward(this.#forward, x);
    this.#forward++;
    return hidden;
  }

  statistics(): LSTMStatistics | undefined {
    this.#expectAllForward('statistics');
    return this.#runner.statistics();
  }

  backward(hidden: Float32Array): Float32Array {
    const {timeSteps, batch, units} = this.#args;
    this.#expectAllForward('backward');
    if (this.#backward === timeSteps)
      throw new Error(`backward: all ${timeSteps} steps have been taken back; finish()`);
    expectFloats('hidden', hidden, [batch, units]);
    const gradient = this.#runner.backward(timeSteps - 1 - this.#backward, hidden);
    this.#backward++;
    return gradient;
  }

  finish(): LSTMGradients {
    const {timeSteps} = this.#args;
    this.#expectOpen();
    if (this.#backward < timeSteps)
      throw new Error(`finish: ${this.#backward} of ${timeSteps} steps have been taken back`);
    try {
      return this.#runner.finish();
    } finally {
      this.dispose();
    }
  }

  dispose(): void {
    this.#isOver = true;
    this.#runner.dispose();
  }

  #expectOpen(): void {
    if (this.#isOver) throw new Error('steps: finished or disposed before');
  }

  #expectAllForward(what: string): void {
    const {timeSteps} = this.#args;
    this.#expectOpen();
    if (this.#forward < timeSteps)
      throw new Error(`${what}: ${this.#forward} of ${timeSteps} steps have been taken forward`);
  }
}
