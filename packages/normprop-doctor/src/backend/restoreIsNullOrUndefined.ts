import util from 'node:util';

/**
 * Puts `util.isNullOrUndefined` back, which Node 23 removed and tfjs-node 4.22 still calls (in `topk` and wherever it makes
 * an op's attributes of several tensors). To be called before an op runs; older Node has it, and keeps its own.
 */
export function restoreIsNullOrUndefined(): void {
  const old = util as unknown as {isNullOrUndefined?: (value: unknown) => boolean};
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
