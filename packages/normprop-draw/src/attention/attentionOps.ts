import type {Tensor2D, Tensor4D} from '@tensorflow/tfjs-core';

/** How a backend reads and writes through attention windows. */
export interface AttentionOps {
  /** See `readGlimpse`. */
  read(images: Tensor4D, canvas: Tensor4D, numbers: Tensor2D, size: number): Tensor2D;
  /** See `writeGlimpse`. */
  write(canvas: Tensor4D, parameters: Tensor2D, size: number): Tensor4D;
}
