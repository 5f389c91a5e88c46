/**
 * Every layer and cell of one kind in a model or layer, also inside wrappers (`bidirectional`, `timeDistributed`,
 * `rnn({cell})`, `stackedRNNCells`) and nested models.
 */
export function findInside<T>(root: unknown, wanted: (value: unknown) => value is T): T[] {
  const all: unknown[] = [...visit(root, new Set())];
  return all.filter(wanted);
}

function* visit(root: unknown, seen: Set<unknown>): Generator<object> {
  if (root === null || typeof root !== 'object' || seen.has(root)) return;
  seen.add(root);
  const {layers, cell, cells, layer, forwardLayer, backwardLayer, built} = root as Record<string, unknown>;
  // A bidirectional layer keeps its unbuilt pattern beside the two layers made from it.
  if (built !== false) yield root;
  const children = [layers, cells].filter(Array.isArray).flat() as unknown[];
  for (const child of [...children, cell, layer, forwardLayer, backwardLayer]) yield* visit(child, seen);
}
