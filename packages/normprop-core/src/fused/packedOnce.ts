import type {Tensor} from '@tensorflow/tfjs-core';
import {packLSTMWeights} from 'normprop-kernels';
import type {PackedLSTMWeights, PackedLSTMWeightsArgs} from 'normprop-kernels';

/** The tensors that packed weights are made of. */
export interface PackedFrom {
  kernel: Tensor;
  recurrentKernel: Tensor;
  columnGainX?: Tensor;
  columnGainH?: Tensor;
}

interface Entry {
  /** Of the tensors; tfjs itself never changes the values behind one (on `cpu` whoever made a tensor of an array still could). */
  dataIds: Array<object | undefined>;
  packed: PackedLSTMWeights;
}

/** So many sets of weights at a time: a loop over steps of an encoder, a decoder and a layer or two. */
const limit = 4;

/** The latest first. */
const entries: Entry[] = [];

/**
 * The weights of these tensors in the kernels' order, from the last calls if they had the same: what a loop of single
 * steps reads again and again is packed once.
 */
export function packedOnce(
  {kernel, recurrentKernel, columnGainX, columnGainH}: PackedFrom,
  values: PackedLSTMWeightsArgs,
): PackedLSTMWeights {
  const dataIds = [kernel, recurrentKernel, columnGainX, columnGainH].map((tensor) => tensor?.dataId);
  const at = entries.findIndex((entry) => entry.dataIds.every((id, i) => id === dataIds[i]));
  const entry = at < 0 ? {dataIds, packed: packLSTMWeights(values)} : entries.splice(at, 1)[0];
  entries.unshift(entry);
  if (entries.length > limit) entries.pop()!.packed.dispose();
  return entry.packed;
}

/** Gives back all that is packed. */
export function forgetPacked(): void {
  for (const {packed} of entries.splice(0)) packed.dispose();
}
