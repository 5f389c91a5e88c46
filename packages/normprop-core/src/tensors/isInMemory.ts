/**
 * Whether a tfjs backend keeps its tensors in this thread's memory, so that reading one costs no copy and no waiting.
 *
 * @param backend As `tf.getBackend()` names it.
 */
export const isInMemory = (backend: string): boolean => backend === 'cpu' || backend === 'wasm';
