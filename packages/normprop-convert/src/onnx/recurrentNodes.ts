import type {Recurrence} from '../chain/chain.js';
import type {Graph} from './Graph.js';
import {asPlainLSTM, lstmNode} from './lstmNode.js';
import type {RecurrentOutputs} from './lstmNode.js';
import {scanLSTM} from './scanLSTM.js';
import type {StepPort} from './scanLSTM.js';
import {endStates, startStates} from './states.js';
import {inLayout, reversed} from './Value.js';
import type {Value} from './Value.js';

/** A recurrent layer: one `LSTM` node where that can do it, else a `Scan`. */
export function recurrentNodes(
  graph: Graph,
  layer: string,
  value: Value,
  recurrence: Recurrence,
  statesGiven: boolean,
): Value {
  const input = inLayout(graph, layer, value, 'time');
  const turned = recurrence.goBackwards
    ? {
        name: reversed(graph, layer, input.name),
        ...(input.mask !== undefined && {mask: reversed(graph, layer, input.mask)}),
      }
    : input;
  const {returnSequences, units} = recurrence;
  const start = startStates(graph, layer, recurrence, statesGiven, input.name);
  const step = stepPort(graph, layer, recurrence, statesGiven);
  const plain = turned.mask === undefined ? asPlainLSTM(recurrence) : undefined;
  const outputs = plain
    ? lstmNode(graph, layer, turned.name, [{recurrence, folded: plain}], [start])[0]
    : scanLSTM(graph, layer, turned.name, turned.mask, recurrence, start, step);
  if (statesGiven) {
    endStates(graph, layer, units, outputs);
    if (step?.end !== undefined) graph.output(step.end, `${layer}/step_out`, 'int64', [1]);
  }
  if (!returnSequences) return {name: rescaled(graph, layer, outputs.hidden, recurrence)};
  // As tfjs has it: the mask of a layer that runs backwards is not turned round.
  const {mask} = input;
  return {
    name: rescaled(graph, layer, outputs.sequence, recurrence),
    layout: 'time',
    ...(mask !== undefined && {mask}),
  };
}

/** Two layers over one sequence, merged; both in one `LSTM` node where that can do it. */
export function bidirectionalNodes(
  graph: Graph,
  layer: string,
  value: Value,
  forward: Recurrence,
  backward: Recurrence,
  mergeMode: 'concat' | 'sum' | 'ave' | 'mul',
): Value {
  const input = inLayout(graph, layer, value, 'time');
  const halves = [forward, backward];
  const names = [`${layer}/forward`, `${layer}/backward`];
  const plain = halves.map((recurrence) => ({recurrence, folded: asPlainLSTM(recurrence)}));
  const {returnSequences} = forward;
  let outputs: string[];
  if (input.mask === undefined && isPlain(plain)) {
    const starts = halves.map((half, i) => startStates(graph, names[i], half, false, input.name));
    const both: RecurrentOutputs[] = lstmNode(graph, layer, input.name, plain, starts);
    outputs = both.map(({sequence, hidden}, i) =>
      rescaled(graph, names[i], returnSequences ? sequence : hidden, halves[i]),
    );
  } else {
    outputs = halves.map((half, i) => recurrentNodes(graph, names[i], input, half, false).name);
    if (returnSequences) outputs[1] = reversed(graph, names[1], outputs[1]);
  }
  const merged = merge(graph, layer, outputs, mergeMode);
  if (!returnSequences) return {name: merged};
  return {name: merged, layout: 'time', ...(input.mask !== undefined && {mask: input.mask})};
}

function isPlain(
  halves: Array<{recurrence: Recurrence; folded: ReturnType<typeof asPlainLSTM>}>,
): halves is Array<{recurrence: Recurrence; folded: NonNullable<ReturnType<typeof asPlainLSTM>>}> {
  return halves.every(({folded}) => folded !== undefined);
}

function merge(
  graph: Graph,
  layer: string,
  outputs: string[],
  mode: 'concat' | 'sum' | 'ave' | 'mul',
): string {
  if (mode === 'concat') return graph.op('Concat', `${layer}/merged`, outputs, {axis: {int: -1}});
  if (mode === 'mul') return graph.op('Mul', `${layer}/merged`, outputs);
  const sum = graph.op('Add', `${layer}/merged`, outputs);
  if (mode === 'sum') return sum;
  return graph.op('Mul', `${layer}/mean`, [sum, graph.scalar(`${layer}/half`, 0.5)]);
}

function rescaled(graph: Graph, layer: string, value: string, {outputScale}: Recurrence): string {
  if (outputScale === 1) return value;
  return graph.op('Mul', `${layer}/output`, [value, graph.scalar(`${layer}/output_scale`, outputScale)]);
}

/** Batch Norm with statistics of their own for several steps counts the steps: a state like h and c. */
function stepPort(
  graph: Graph,
  layer: string,
  {type, weights}: Recurrence,
  given: boolean,
): StepPort | undefined {
  if (type !== 'batchNorm' || weights.population_mean_x.shape[0] === 1) return undefined;
  return {
    start: given ? graph.input(`${layer}/step`, 'int64', [1]) : graph.ints(`${layer}/first_step`, [0]),
  };
}
