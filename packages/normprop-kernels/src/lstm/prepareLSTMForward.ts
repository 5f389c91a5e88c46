import {checkForward} from '../border/checkForward.js';
import {activeKernels} from '../choice/activeKernels.js';
import type {PreparedForward, PreparedForwardArgs} from '../contract/lstmTypes.js';

/**
 * Settles all arguments of `lstmForward` at inference but x and the state, for many short calls: they are checked, copied into the
 * kernels' memory and laid out once. Changes of the arrays do not reach it. `dispose` it afterwards.
 *
 * @returns undefined where the kernels in use (the reference) gain nothing by it: call `lstmForward`.
 * @throws As `lstmForward`.
 *
 * @example
 * const prepared = prepareLSTMForward({timeSteps: 1, batch: 1, inputSize, units, kernel, recurrentKernel});
 * let {hidden, cell} = prepared.run(x);
 * ({hidden, cell} = prepared.run(nextX, hidden, cell));
 */
export function prepareLSTMForward(args: PreparedForwardArgs): PreparedForward | undefined {
  const {timeSteps, batch, inputSize} = args;
  const length = timeSteps * batch * inputSize;
  const x = new Float32Array(length >= 0 && length < 2 ** 32 ? length : 0);
  checkForward({...args, inference: true, x});
  const kernels = activeKernels();
  return kernels.prepareForward?.(args, () => activeKernels() === kernels);
}
