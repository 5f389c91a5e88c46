import type {Graph} from './Graph.js';
import type {Recurrence} from '../chain/chain.js';

/** The states of one recurrent layer on their way in and out. */
export interface States {
  hidden: string;
  cell: string;
}

/**
 * The state in which a layer starts, [B,H] each: inputs of the graph, or the layer's own start (zeros, or what it learned) for
 * every row of the batch.
 *
 * @param batchOf A value whose second axis is the batch.
 */
export function startStates(
  graph: Graph,
  layer: string,
  {units, weights}: Recurrence,
  given: boolean,
  batchOf: string,
): States {
  if (given) {
    const state = (name: string) => graph.input(`${layer}/${name}`, 'float', ['batch', units]);
    return {hidden: state('hidden'), cell: state('cell')};
  }
  const shape = graph.op('Shape', `${layer}/batch`, [batchOf], {start: {int: 1}, end: {int: 2}});
  const rows = graph.op('Concat', `${layer}/state_shape`, [shape, graph.ints(`${layer}/units`, [units])], {
    axis: {int: 0},
  });
  const own = (role: 'initial_hidden' | 'initial_cell') => {
    const values = weights[role]?.values ?? new Float32Array(units);
    return graph.op('Expand', `${layer}/start`, [graph.floats(`${layer}/${role}`, [1, units], values), rows]);
  };
  return {hidden: own('initial_hidden'), cell: own('initial_cell')};
}

/** Lets the last states of a layer out. */
export function endStates(graph: Graph, layer: string, units: number, {hidden, cell}: States): void {
  graph.output(hidden, `${layer}/hidden_out`, 'float', ['batch', units]);
  graph.output(cell, `${layer}/cell_out`, 'float', ['batch', units]);
}
