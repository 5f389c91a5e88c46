import {engine, scalar, tensor} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {lstmBackward, lstmForward, prepareLSTMForward} from 'normprop-kernels';
import type {LSTMForwardArgs, LSTMGradients, LSTMReserve, PreparedForwardArgs} from 'normprop-kernels';
import type {
  SequenceGradients,
  SequenceImplementation,
  SequenceInputName,
  SequenceInputs,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';
import {packedOnce} from './packedOnce.js';
import {differentiable, gradientName, sequenceArgs, statisticNames, stepsAndRows} from './sequenceArgs.js';
import {bringHere, tensorValues} from '../tensors/tensorValues.js';

/** The recurrence as one kernel of normprop-kernels each way, for backends whose tensors lie in this thread's memory. */
export const fusedSequence: SequenceImplementation = {
  takesLayersAsTheyAre: true,
  reserves: true,

  forward(inputs, settings, reserve) {
    const [timeSteps, batch] = stepsAndRows(inputs, settings);
    const units = inputs.recurrentKernel.shape[0];
    bringHere(Object.values(inputs));
    const result = lstmForward(forwardArgs(inputs, settings));
    reserve.held = result.reserve;
    const sequence = settings.batchMajor ? [batch, timeSteps, units] : [timeSteps, batch, units];
    const outputs = [
      tensor(result.outputs, sequence),
      tensor(result.hidden, [batch, units]),
      tensor(result.cell, [batch, units]),
      ...(result.cells ? [tensor(result.cells, sequence)] : []),
      ...(result.cellPenalty === undefined ? [] : [scalar(result.cellPenalty)]),
    ];
    if (result.statistics === undefined) return outputs;
    const {statistics} = result;
    const rows = statisticNames.map((name) =>
      tensor(statistics[name], [timeSteps, statistics[name].length / timeSteps]),
    );
    return [...outputs, ...rows];
  },

  prepare(inputs, settings) {
    const [timeSteps, batch] = stepsAndRows(inputs, settings);
    if (timeSteps > fewSteps) return undefined;
    bringHere(Object.values(inputs));
    const prepared = prepareLSTMForward(settledArgs(inputs, settings));
    if (prepared === undefined) return undefined;
    const units = inputs.recurrentKernel.shape[0];
    const sequence = settings.batchMajor ? [batch, timeSteps, units] : [timeSteps, batch, units];
    const state = [batch, units];
    return {
      get isCurrent() {
        return prepared.isCurrent;
      },
      run(x, hidden, cell) {
        bringHere([x, hidden, cell]);
        const result = prepared.run(
          tensorValues(x),
          hidden && tensorValues(hidden),
          cell && tensorValues(cell),
        );
        const tfjs = engine(); // its makeTensor is `tensor` without the checks of what a user passes
        return [
          tfjs.makeTensor(result.outputs, sequence, 'float32'),
          tfjs.makeTensor(result.hidden, state, 'float32'),
          tfjs.makeTensor(result.cell, state, 'float32'),
        ];
      },
      dispose: () => prepared.dispose(),
    };
  },

  backward(inputs, _outputs, _settings, cotangents, reserve) {
    let gradients: LSTMGradients | undefined;
    const compute = (wantX: boolean): LSTMGradients => {
      bringHere(Object.values(cotangents));
      return lstmBackward(reserve.held as LSTMReserve, {
        outputs: tensorValues(cotangents.outputs),
        hidden: tensorValues(cotangents.hidden),
        cell: tensorValues(cotangents.cell),
        cellPenalty: cotangents.cellPenalty && tensorValues(cotangents.cellPenalty)[0],
        wantX,
      });
    };
    // tfjs asks for the gradients that are needed in the order of the inputs, and x is the first input: whether it is
    // asked for is known when the first of these functions is called.
    const of = (name: SequenceInputName, input: Tensor) => () => {
      gradients ??= compute(name === 'x');
      return tensor(gradients[gradientName(name)]!, input.shape);
    };
    const all: SequenceGradients = {};
    for (const name of differentiable) {
      const input = inputs[name];
      if (input !== undefined) all[name] = of(name, input);
    }
    return all;
  },
};

function forwardArgs(inputs: SequenceInputs, settings: SequenceSettings): LSTMForwardArgs {
  return {
    ...settledArgs(inputs, settings),
    x: tensorValues(inputs.x),
    h0: tensorValues(inputs.initialHidden),
    c0: tensorValues(inputs.initialCell),
    inference: !settings.keepForGradient,
  };
}

/** The arguments but x and the state. */
function settledArgs(inputs: SequenceInputs, settings: SequenceSettings): PreparedForwardArgs {
  const args = sequenceArgs(inputs, settings);
  return args.timeSteps <= fewSteps ? {...args, packedWeights: packedOnce(inputs, args)} : args;
}

/** Calls of at most so many steps keep their packed weights for the next call: packing takes about as long as a step. */
const fewSteps = 4;
