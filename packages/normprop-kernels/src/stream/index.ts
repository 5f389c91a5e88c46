export type {Heap} from '../engine/heap.js';
export type {HasMemory, MemoryLease} from '../engine/lease.js';
export {StreamKernels, StreamLease} from './StreamKernels.js';
export type {StreamExports} from './StreamKernels.js';
export {STREAM_ACTIVATION, STREAM_MERGE, STREAM_NORMALIZER, STREAM_OP} from './streamLayer.js';
export type {StreamLayerFields} from './streamLayer.js';
export {streamModule} from './streamModule.js';
