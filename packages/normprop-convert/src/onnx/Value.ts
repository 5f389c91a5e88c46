import type {Graph} from './Graph.js';

/** Whether the batch or the time comes first in a value of rank 3. */
export type Layout = 'batch' | 'time';

/** What a layer gives to the next one: features [B,T,D] or [T,B,D], or [B,D] behind the end of the sequence. */
export interface Value {
  name: string;
  /** Absent where there is no time any more. */
  layout?: Layout;
  /** 1 for a real step, 0 for padding, [B,T,1] or [T,B,1] as the layout says. */
  mask?: string;
}

/** A value with the wanted axis first. */
export function inLayout(graph: Graph, layer: string, value: Value, layout: Layout): Value {
  if (value.layout === undefined || value.layout === layout) return value;
  const swap = (name: string) =>
    graph.op('Transpose', `${layer}/transposed`, [name], {perm: {ints: [1, 0, 2]}});
  return {name: swap(value.name), layout, ...(value.mask !== undefined && {mask: swap(value.mask)})};
}

/** A value [T,…] from its last step to its first. */
export function reversed(graph: Graph, layer: string, name: string): string {
  const range = [[-1], [-(2 ** 62)], [0], [-1]].map((ints, i) =>
    graph.ints(`${layer}/${['last', 'first', 'axis', 'step'][i]}`, ints),
  );
  return graph.op('Slice', `${layer}/reversed`, [name, ...range]);
}
