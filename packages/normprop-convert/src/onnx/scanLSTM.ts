import type {Recurrence} from '../chain/chain.js';
import {foldRecurrence} from '../chain/foldRecurrence.js';
import type {FoldedRecurrence} from '../chain/foldRecurrence.js';
import type {Graph} from './Graph.js';
import {stepNormalization} from './stepNormalization.js';
import type {RecurrentOutputs} from './lstmNode.js';
import type {States} from './states.js';

/** Where the time step of Batch Norm comes from and goes to; absent for models whose statistics are the same at each step. */
export interface StepPort {
  /** int64 [1]. */
  start: string;
  end?: string;
}

/**
 * One recurrent layer as a `Scan` over elementary nodes: what an `LSTM` node cannot do. Layer Norm, Batch Norm with population
 * statistics, constants of Norm Prop that differ by unit, the preserving cell, zoneout and masks.
 *
 *     a_t = Nx(x_t·kernel) + Nh(h_{t−1}·recurrentKernel) + bias;   c̃_t, h̃_t from a_t;   v_t = Z v_{t−1} + (1 − Z) ṽ_t
 *
 * with Z = 1 − m (1 − z) for mask m and zoneout z, as the recurrence of normprop-core has it. x·kernel is one product for all T.
 *
 * @param x [T,B,D].
 * @param mask [T,B,1], or undefined.
 * @param step Where Batch Norm's time step goes in; `end` is set.
 */
export function scanLSTM(
  graph: Graph,
  layer: string,
  x: string,
  mask: string | undefined,
  recurrence: Recurrence,
  start: States,
  step: StepPort | undefined,
): RecurrentOutputs {
  const folded = foldRecurrence(recurrence);
  const {units} = recurrence;
  const product = graph.op('MatMul', `${layer}/x_kernel`, [
    x,
    graph.floats(`${layer}/kernel`, [recurrence.inputSize, 4 * units], folded.kernel),
  ]);
  const bias = graph.vector(`${layer}/bias`, folded.bias);

  const body = graph.body(`${layer}/step`);
  const hidden = body.input(`${layer}/h`, 'float', ['batch', units]);
  const cell = body.input(`${layer}/c`, 'float', ['batch', units]);
  const time = step && body.input(`${layer}/t`, 'int64', [1]);
  const drive = body.input(`${layer}/x_t`, 'float', ['batch', 4 * units]);
  const real = mask === undefined ? undefined : body.input(`${layer}/mask_t`, 'float', ['batch', 1]);

  const normalize = stepNormalization(graph, body, layer, recurrence, time);
  const fromHidden = body.op('MatMul', `${layer}/h_kernel`, [
    hidden,
    graph.floats(`${layer}/recurrent_kernel`, [units, 4 * units], folded.recurrentKernel),
  ]);
  const activations = body.op('Add', `${layer}/a`, [
    body.op('Add', `${layer}/a`, [normalize.x(drive), normalize.h(fromHidden)]),
    bias,
  ]);
  const next = cellStep(graph, body, layer, recurrence, folded, activations, cell, normalize.c);
  const keep = (old: string, fresh: string, zoneout: number) =>
    keepSome(graph, body, layer, old, fresh, zoneout, real);
  const newHidden = keep(hidden, next.hidden, recurrence.zoneoutHidden);
  body.output(newHidden, `${layer}/h_next`, 'float', ['batch', units]);
  body.output(keep(cell, next.cell, recurrence.zoneoutCell), `${layer}/c_next`, 'float', ['batch', units]);
  if (time) {
    const one = body.ints(`${layer}/one`, [1]);
    body.output(body.op('Add', `${layer}/t_next`, [time, one]), `${layer}/t_next`, 'int64', [1]);
  }
  body.output(newHidden, `${layer}/y_t`, 'float', ['batch', units]);

  const states = [start.hidden, start.cell, ...(step ? [step.start] : [])];
  const scanned = [product, ...(mask === undefined ? [] : [mask])];
  const outputs = graph.ops('Scan', `${layer}/scan`, [...states, ...scanned], states.length + 1, {
    body: {graph: body},
    num_scan_inputs: {int: scanned.length},
  });
  if (step) step.end = outputs[2];
  return {hidden: outputs[0], cell: outputs[1], sequence: outputs[outputs.length - 1]};
}

/** c̃ and h̃ from the pre-activations [B,4H], gates i, f, c, o. */
function cellStep(
  graph: Graph,
  body: Graph,
  layer: string,
  {recurrentActivation, cell: kind, type}: Recurrence,
  {cellScale, hiddenScale}: FoldedRecurrence,
  activations: string,
  cell: string,
  normalizeCell: (cell: string) => string,
): States {
  const gates = body.ops('Split', `${layer}/gates`, [activations], 4, {axis: {int: 1}});
  const gate = (value: string) =>
    recurrentActivation === 'hardSigmoid'
      ? body.op('HardSigmoid', `${layer}/gate`, [value], {alpha: {float: 0.2}, beta: {float: 0.5}})
      : body.op('Sigmoid', `${layer}/gate`, [value]);
  const multiply = (a: string, b: string) => body.op('Mul', `${layer}/product`, [a, b]);
  const [i, f, o] = [gate(gates[0]), gate(gates[1]), gate(gates[3])];
  let written = multiply(i, body.op('Tanh', `${layer}/g`, [gates[2]]));
  if (kind === 'preserving') {
    // √((1 − f)(1 + f) + 1e-6), as normprop-core has it
    const one = graph.scalar(`${layer}/one`, 1);
    const rest = multiply(
      body.op('Sub', `${layer}/rest`, [one, f]),
      body.op('Add', `${layer}/rest`, [one, f]),
    );
    const share = body.op('Add', `${layer}/rest`, [rest, graph.scalar(`${layer}/least`, 1e-6)]);
    written = multiply(written, body.op('Sqrt', `${layer}/share`, [share]));
  }
  const candidate = body.op('Add', `${layer}/c_new`, [written, multiply(f, cell)]);
  const scaled = (value: string, name: string, scale: Float32Array) =>
    type === 'normProp' ? multiply(value, graph.vector(`${layer}/${name}`, scale)) : value;
  const u = normalizeCell(scaled(candidate, 'cell_scale', cellScale));
  const output = multiply(o, body.op('Tanh', `${layer}/tanh_c`, [u]));
  return {cell: candidate, hidden: scaled(output, 'hidden_scale', hiddenScale)};
}

/** Z v + (1 − Z) ṽ with Z = 1 − m (1 − z). */
function keepSome(
  graph: Graph,
  body: Graph,
  layer: string,
  old: string,
  fresh: string,
  zoneout: number,
  real: string | undefined,
): string {
  if (zoneout === 0 && real === undefined) return fresh;
  const share = graph.scalar(`${layer}/share`, 1 - zoneout); // 1 − z
  const taken = real === undefined ? share : body.op('Mul', `${layer}/taken`, [real, share]); // 1 − Z
  const kept = body.op('Sub', `${layer}/kept`, [graph.scalar(`${layer}/one`, 1), taken]);
  return body.op('Add', `${layer}/mixed`, [
    body.op('Mul', `${layer}/old`, [kept, old]),
    body.op('Mul', `${layer}/new`, [taken, fresh]),
  ]);
}
