import {grads, mul, randomNormal, slice, square, sum, tidy, zeros} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import type {RecurrentModel} from 'normprop-core';
import {modelTitles} from '../config/names.js';
import {resolveConfig} from '../config/resolveConfig.js';
import {recurrentLayer} from '../model/recurrentLayer.js';

/** Of which layers, and how far back, the gradient is followed. */
export interface GradientDecayArgs {
  models: readonly RecurrentModel[];
  /** H, and the size of the inputs. */
  units: number;
  /** T, the steps that the gradient is followed back; 20 more go before them. */
  length: number;
  forgetBias: number;
  seed: number;
}

/** Norms of the gradient at one time step, root mean square over sequences. */
export interface GradientDecayPoint {
  model: string;
  /** Steps before the last. */
  stepsBack: number;
  /** ‖∂L/∂h_k‖, through all later steps, c_k held. */
  hidden: number;
  /** ‖∂L/∂c_k‖, through all later steps, h_k held. */
  cell: number;
}

/** Sequences over which the norms are averaged; Batch Norm takes its statistics over them. */
const sequences = 16;

/** Steps before the first state: at h = 0 the slope of Layer Norm and Batch Norm says nothing about later steps. */
const warmUp = 20;

/**
 * How the gradient fades or grows on its way back through an untrained layer: `L = Σ h_T ⊙ r`, r and x ~ N(0,1), each
 * layer with its usual gains and the same orthogonal weights.
 *
 * The state before each step is kept, and the gradient for it is taken through the rest of the sequence.
 */
export function* gradientDecay(args: GradientDecayArgs): Generator<GradientDecayPoint> {
  for (const model of args.models) yield* decayOf(model, args);
}

function* decayOf(
  model: RecurrentModel,
  {units, length, forgetBias, seed}: GradientDecayArgs,
): Generator<GradientDecayPoint> {
  const total = warmUp + length;
  const layer = recurrentLayer(resolveConfig({model, units, length: total, forgetBias}), units, seed, 1);
  const x = randomNormal([sequences, total, units], 0, 1, 'float32', seed) as Tensor3D;
  const direction = randomNormal([sequences, units], 0, 1, 'float32', seed + 1);
  const call = (from: number, steps: number, state: Tensor[]): Tensor[] =>
    layer.call(slice(x, [0, from, 0], [-1, steps, -1]), {training: true, initialState: state}) as Tensor[];
  const states: Tensor[][] = [[zeros([sequences, units]), zeros([sequences, units])]];
  try {
    for (let step = 0; step + 1 < total; step++)
      states.push(tidy(() => call(step, 1, states[step]).slice(1)));
    for (let step = total - 1; step >= warmUp; step--) {
      const [hidden, cell] = tidy(() => {
        const loss = (h: Tensor, c: Tensor): Scalar =>
          sum(mul(call(step, total - step, [h, c])[1] as Tensor2D, direction));
        return grads(loss)(states[step]).map((gradient) =>
          Math.sqrt(sum(square(gradient)).dataSync()[0] / sequences),
        );
      });
      yield {model: modelTitles[model], stepsBack: total - step, hidden, cell};
    }
  } finally {
    [x, direction, ...states.flat()].forEach((tensor) => tensor.dispose());
    layer.weights.forEach((weight) => weight.dispose());
  }
}
