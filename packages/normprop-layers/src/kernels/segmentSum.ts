import {getKernel, registerKernel, tensor, unregisterKernel, UnsortedSegmentSum} from '@tensorflow/tfjs-core';
import type {KernelBackend, KernelFunc, TensorInfo} from '@tensorflow/tfjs-core';

/** The backends whose own kernel is missing (`wasm`) or goes through all rows once for each segment (`cpu`). */
const BACKENDS = ['wasm', 'cpu'] as const;

/**
 * Gives `cpu` and `wasm` a fast `UnsortedSegmentSum`, which is the gradient of `tf.gather` and so of an embedding:
 *
 *     y[s] = Σ_i x[i] over all i with segmentIds[i] = s
 *
 * tfjs 4.22 has none on `wasm`, so that an embedding cannot be trained there, and one on `cpu` that takes rows · segments steps.
 * This one takes as many as x has values. Rows with an id outside [0, numSegments) are left out (tfjs-node refuses those above).
 *
 * To be called again when a backend may have been imported since: what is in place already stays.
 */
export function registerSegmentSum(): void {
  for (const backendName of BACKENDS) {
    const stock = getKernel(UnsortedSegmentSum, backendName);
    if (stock !== undefined && ours.has(stock.kernelFunc)) continue;
    // A cpu backend that is imported later brings its own; until then there is nothing to replace.
    if (stock === undefined && backendName === 'cpu') continue;
    if (stock !== undefined) unregisterKernel(UnsortedSegmentSum, backendName);
    const kernelFunc = segmentSum(stock?.kernelFunc);
    ours.add(kernelFunc);
    registerKernel({kernelName: UnsortedSegmentSum, backendName, kernelFunc});
  }
}

const ours = new WeakSet<KernelFunc>();

const segmentSum =
  (stock: KernelFunc | undefined): KernelFunc =>
  (call) => {
    const {x, segmentIds} = call.inputs as unknown as Record<'x' | 'segmentIds', TensorInfo>;
    const {numSegments} = call.attrs as unknown as {numSegments: number};
    if (segmentIds.shape.length !== 1 || x.dtype !== 'float32') {
      if (stock !== undefined) return stock(call);
      throw new Error(
        `UnsortedSegmentSum: expected float32 x and segmentIds [N], got ${x.dtype} and [${segmentIds.shape.join(',')}]`,
      );
    }
    const backend = call.backend as KernelBackend;
    const shape = [numSegments, ...x.shape.slice(1)];
    const values = backend.readSync(x.dataId) as Float32Array;
    const ids = backend.readSync(segmentIds.dataId) as Int32Array;
    return tensor(sumRows(values, ids, numSegments), shape, 'float32');
  };

/** The sums [numSegments · inner] of rows [N · inner]. */
function sumRows(values: Float32Array, ids: Int32Array, numSegments: number): Float32Array {
  const inner = ids.length === 0 ? 0 : values.length / ids.length;
  const sums = new Float32Array(numSegments * inner);
  for (let row = 0; row < ids.length; row++) {
    const segment = ids[row];
    if (segment < 0 || segment >= numSegments) continue;
    const [from, to] = [row * inner, segment * inner];
    for (let i = 0; i < inner; i++) sums[to + i] += values[from + i];
  }
  return sums;
}

registerSegmentSum();
