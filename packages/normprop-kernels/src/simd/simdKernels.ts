import type {Engine} from '../engine/engine.js';
import type {Kernels} from '../contract/kernels.js';
import {simdNormalizeColumns, simdNormalizeColumnsBackward} from './simdColumns.js';
import {simdMap} from './simdElementwise.js';
import {SimdPrepared} from './SimdPrepared.js';
import {simdForward} from './simdForward.js';
import {simdSgemm} from './simdSgemm.js';
import {simdSoftmaxCrossEntropy} from './simdSoftmax.js';
import {SimdWeights} from './simdWeights.js';

/** All kernels on one WebAssembly instance. */
export function simdKernels(engine: Engine): Kernels {
  const {exports} = engine;
  return {
    lstmForward: (args) => simdForward(engine, args),
    prepareForward: (args, isActive) => new SimdPrepared(engine, args, isActive),
    packLSTMWeights: (args) => new SimdWeights(engine, args),
    sgemm: (args) => simdSgemm(engine, args),
    sigmoid: (x) => simdMap(engine, (p, n) => exports.sigmoidArray(p, n), x),
    tanh: (x) => simdMap(engine, (p, n) => exports.tanhArray(p, n), x),
    normalizeColumns: (w, rows, columns, gamma) => simdNormalizeColumns(engine, w, rows, columns, gamma),
    normalizeColumnsBackward: (w, rows, columns, gamma, gradient) =>
      simdNormalizeColumnsBackward(engine, w, rows, columns, gamma, gradient),
    softmaxCrossEntropy: (logits, targets, classes, wantGradient) =>
      simdSoftmaxCrossEntropy(engine, logits, targets, classes, wantGradient),
  };
}
