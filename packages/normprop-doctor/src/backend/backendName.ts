/** The tfjs backends that can be started in Node. */
export type BackendName = 'cpu' | 'wasm' | 'tensorflow' | 'webgpu';

/** The backends that can be started in Node. */
export const backendNames: readonly BackendName[] = ['cpu', 'wasm', 'tensorflow', 'webgpu'];
