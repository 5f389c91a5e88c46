import {checkNames, type Names} from '../check/checkNames.js';
import {add, grads, mul, sum, tensor2d, tidy, unstack, zeros} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {readNow} from '../tensors/readNow.js';
import type {LSTMModelOptions, LSTMWeights} from '../weights/lstmTypes.js';
import {lstmStep} from '../sequence/lstmStep.js';
import {seededNormals} from '../random/seededNormals.js';
import {prepareWeights} from '../weights/prepareWeights.js';

const gradientDecayNames: Names<GradientDecayArgs> = {
  x: true,
  weights: true,
  options: true,
  direction: true,
  initialState: true,
  warmUp: true,
};

/** The layer, its inputs, and the loss whose gradient is followed. */
export interface GradientDecayArgs {
  /** Inputs [T,B,D]. */
  x: Tensor3D;
  weights: LSTMWeights;
  /** The model, and what belongs to it; default a plain LSTM. */
  options?: LSTMModelOptions;
  /** r [B,H] of the loss `L = Σ h_T ⊙ r`; default normals of seed 1. */
  direction?: Tensor2D;
  /** First h and c [B,H]; default zeros. */
  initialState?: [hidden: Tensor2D, cell: Tensor2D];
  /** Steps at the beginning that are run and not followed back; default 0. */
  warmUp?: number;
}

/** Norms of the gradient, root mean square over the sequences; entry k belongs to k + 1 steps before the end. */
export interface GradientDecay {
  /** ‖∂L/∂h_{T−k−1}‖ through all later steps, c held, [T − warmUp]. */
  hidden: Float64Array;
  /** ‖∂L/∂c_{T−k−1}‖, h held. */
  cell: Float64Array;
}

/**
 * How the gradient of a loss at the last step fades or grows on its way back through a layer.
 *
 * `L = Σ h_T ⊙ r`; from `(∂L/∂h_t, ∂L/∂c_t)` one step of the chain rule gives `(∂L/∂h_{t−1}, ∂L/∂c_{t−1})`. Between two steps
 * the pair is brought back to norm 1 and the factor kept in float64, so that 1e-60 does not underflow and 1e60 does not overflow.
 * Batch Norm uses the statistics of the batch at each step, and the gradient goes through them.
 *
 * @throws RangeError for a warm-up that leaves no step; on `webgpu`, as `readNow`; else as `lstmSequence`
 *
 * Source: the product of the Jacobians whose factors section 4 of the paper studies.
 *
 * @example
 * const {hidden} = gradientDecay({x, weights, options: {model: 'weightNorm'}});
 * hidden[49] / hidden[0]; // what 49 further steps do to the gradient
 */
export function gradientDecay(args: GradientDecayArgs): GradientDecay {
  checkNames('gradientDecay', args, gradientDecayNames);
  const {x, weights, options = {}, warmUp = 0} = args;
  const [steps, batch] = x.shape;
  const units = weights.recurrentKernel.shape[0];
  if (!(Number.isInteger(warmUp) && warmUp >= 0 && warmUp < steps)) {
    throw new RangeError(`warmUp: expected an integer from 0 to ${steps - 1}, got ${warmUp}`);
  }
  const length = steps - warmUp;
  const norms = {hidden: new Float64Array(length), cell: new Float64Array(length)};
  tidy(() => {
    const prepared = prepareWeights(weights, options);
    const inputs = unstack(x) as Tensor2D[];
    const step = (t: number, h: Tensor, c: Tensor) =>
      lstmStep(inputs[t], [h as Tensor2D, c as Tensor2D], prepared);
    const states = [args.initialState ?? [zeros([batch, units]), zeros([batch, units])]] as Tensor[][];
    for (let t = 0; t + 1 < steps; t++) {
      states.push(
        tidy(() => {
          const {hidden, cell} = step(t, states[t][0], states[t][1]);
          return [hidden, cell];
        }),
      );
    }
    let pair: Tensor[] = [
      args.direction ?? tensor2d(Float32Array.from(seededNormals(batch * units, 1)), [batch, units]),
      zeros([batch, units]),
    ];
    let factor = 1;
    for (let t = steps - 1, back = 0; t >= warmUp; t--, back++) {
      const loss = (h: Tensor, c: Tensor): Scalar => {
        const {hidden, cell} = step(t, h, c);
        return add(sum(mul(hidden, pair[0])), sum(mul(cell, pair[1])));
      };
      const before = tidy(() => grads(loss)(states[t]));
      const [hidden, cell] = before.map(norm);
      norms.hidden[back] = (factor * hidden) / Math.sqrt(batch);
      norms.cell[back] = (factor * cell) / Math.sqrt(batch);
      const size = Math.hypot(hidden, cell);
      if (!(size > 0)) break; // nothing comes back any more
      factor *= size;
      pair = before.map((gradient) => mul(gradient, 1 / size));
    }
  });
  return norms;
}

/** In float64. */
function norm(gradient: Tensor): number {
  let square = 0;
  for (const value of readNow(gradient, 'gradientDecay')) square += value * value;
  return Math.sqrt(square);
}
