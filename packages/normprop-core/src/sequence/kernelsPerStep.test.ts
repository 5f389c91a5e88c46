import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {engine, getBackend, grads, profile, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {kernelModels} from '../../test/bothWays.js';
import {batch, inputSize, models, optionsOf, random, weightsOf, x} from '../../test/smallCase.js';
import {lstmSequence, useKernels} from '../index.js';
import type {RecurrentModel} from '../index.js';
import {referenceImplementation, sequenceImplementation} from './implementations.js';
import {sizesOf} from './sizesOf.js';

/** What one more step may take: forward, and then backward in a gradient. */
type Bounds = readonly [forward: number, backward: number];

// On the processor a call is one kernel each way, whatever its length; on a GPU a step is one or a few.
const fused: {[backend: string]: Bounds} = {
  ...{cpu: [0, 0], wasm: [0, 0], tensorflow: [0, 0]},
  ...{webgpu: [1, 1], webgl: [3, 3]},
};
const reference: {[model in RecurrentModel]: Bounds} = {
  lstm: [13, 11],
  weightNorm: [13, 11],
  normProp: [14, 11],
  layerNorm: [33, 33],
  batchNorm: [33, 33],
};

function boundsOf(model: RecurrentModel, on: boolean): Bounds {
  if (!on || !kernelModels.includes(model)) return reference[model];
  if (['layerNorm', 'batchNorm'].includes(model) && getBackend() === 'webgpu') return [2, 2];
  return fused[getBackend()] ?? reference[model];
}

type Programs = {[name in 'runWebGPUProgram' | 'runWebGLProgram']?: (...args: unknown[]) => unknown};

/** Kernels of tfjs, and programs that the backend sends to a GPU, while `run` runs. */
async function count(run: () => Tensor | Tensor[]): Promise<{kernels: number; programs: number}> {
  const backend = engine().backend as unknown as Programs;
  const name = 'runWebGPUProgram' in backend ? 'runWebGPUProgram' : 'runWebGLProgram';
  const original = backend[name];
  let programs = 0;
  if (original !== undefined) {
    backend[name] = (...args) => {
      programs++;
      return original.apply(backend, args);
    };
  }
  try {
    return {kernels: (await profile(() => tidy(run))).kernels.length, programs};
  } finally {
    if (original !== undefined) delete backend[name]; // the class has it
  }
}

/** What one more step takes, by the difference of sequences of three and of six steps. */
async function perStep(model: RecurrentModel, gradient: boolean) {
  const of = async (timeSteps: number) => {
    const x = random([timeSteps, batch, inputSize], 4, 1) as Tensor3D;
    const weights = weightsOf(model);
    const loss = (kernel: Tensor, recurrentKernel: Tensor) => {
      const trained = {kernel: kernel as Tensor2D, recurrentKernel: recurrentKernel as Tensor2D};
      return sum(lstmSequence(x, {...weights, ...trained}, optionsOf(model)).outputs);
    };
    const {kernel, recurrentKernel} = weights;
    return count(() => (gradient ? grads(loss)([kernel, recurrentKernel]) : loss(kernel, recurrentKernel)));
  };
  const [three, six] = [await of(3), await of(6)];
  return {kernels: (six.kernels - three.kernels) / 3, programs: (six.programs - three.programs) / 3};
}

describe.each(models)('%s, kernels for each step:', (model) => {
  afterEach(() => {
    useKernels(true);
  });

  it('runs as kernels where the tests of kernels say so', () => {
    useKernels(true);
    const sizes = sizesOf(x(), weightsOf(model), optionsOf(model));
    expect(sequenceImplementation(sizes) !== referenceImplementation).toBe(kernelModels.includes(model));
    useKernels(false);
    expect(sequenceImplementation(sizes)).toBe(referenceImplementation);
  });

  it.each([true, false])('with useKernels(%s)', async (on) => {
    useKernels(on);
    const [forward, backward] = boundsOf(model, on);
    const there = await perStep(model, false);
    const andBack = await perStep(model, true);
    expect(there.kernels).toBeLessThanOrEqual(forward);
    expect(andBack.kernels).toBeLessThanOrEqual(forward + backward);
    expect(there.kernels > 0).toBe(forward > 0);
    if (getBackend() === 'webgpu' && on) {
      // There a kernel is a program. (webgl packs and unpacks textures in between.)
      expect([there.programs, andBack.programs]).toEqual([forward, forward + backward]);
    }
  });
});
