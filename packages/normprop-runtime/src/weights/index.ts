// What tools that write model files (normprop-convert) share with the reader: safetensors, and the folding of weights.
export {foldRecurrent} from '../fold/foldRecurrent.js';
export type {FoldedRecurrent} from '../fold/foldRecurrent.js';
export type {RecurrentDescription, RecurrentTensors} from '../format/description.js';
export {readSafetensors} from '../format/readSafetensors.js';
export type {Safetensors, StoredTensor} from '../format/readSafetensors.js';
export {FLOAT_TYPES, toFloat32} from '../format/toFloat32.js';
