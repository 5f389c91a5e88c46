import {add, matMul, mul, reverse, split, stack, tidy, unstack} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import type {Equations} from './equationsOf.js';

/** Gates (i, f, o after their sigmoid, g after its tanh), c and h of every step [T,B,H], in the order of computation. */
export interface Trace {
  inputGate: Tensor3D;
  forgetGate: Tensor3D;
  candidate: Tensor3D;
  outputGate: Tensor3D;
  cell: Tensor3D;
  hidden: Tensor3D;
}

/** Steps through the equations of a layer on x [B,T,D], at inference, and keeps everything. */
export function traceSequence(equations: Equations, x: Tensor3D): Trace {
  return tidy(() => {
    const {kernel, recurrentKernel, bias, normalizeX, normalizeH, normalizeC, hiddenScale} = equations;
    const steps = unstack(equations.goBackwards ? reverse(x, 1) : x, 1) as Tensor2D[];
    let [h, c]: Tensor[] = equations.startState(x.shape[0]);
    const states = steps.map((step, t) => {
      const fromInput = normalizeX(matMul(step, kernel), t);
      const fromHidden = normalizeH(matMul(h as Tensor2D, recurrentKernel), t);
      const [ai, af, ac, ao] = split(add(add(fromInput, fromHidden), bias), 4, 1);
      const inputGate = equations.gate(ai);
      const forgetGate = equations.gate(af);
      const candidate = equations.activation(ac);
      const outputGate = equations.gate(ao);
      const newCell = add(mul(inputGate, candidate), mul(forgetGate, c));
      const newHidden = mul(mul(outputGate, equations.activation(normalizeC(newCell, t))), hiddenScale);
      c = mixed(c, newCell, equations.zoneoutCell);
      h = mixed(h, newHidden, equations.zoneoutHidden);
      return {inputGate, forgetGate, candidate, outputGate, cell: c, hidden: h};
    });
    const all = (name: keyof Trace) => stack(states.map((state) => state[name])) as Tensor3D;
    return {
      inputGate: all('inputGate'),
      forgetGate: all('forgetGate'),
      candidate: all('candidate'),
      outputGate: all('outputGate'),
      cell: all('cell'),
      hidden: all('hidden'),
    };
  });
}

/** Zoneout's expectation. */
function mixed(before: Tensor, after: Tensor, rate: number): Tensor {
  return rate === 0 ? after : add(mul(before, rate), mul(after, 1 - rate));
}
