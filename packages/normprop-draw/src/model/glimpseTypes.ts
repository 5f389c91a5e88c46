import type {Tensor2D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';

/** Every glimpse of a batch. */
export type GlimpseRun = {
  /** canvas_T [B,height,width,channels], before the sigmoid. */
  canvas: Tensor4D;
  /** The canvas after each glimpse, T of them. */
  canvases: Tensor4D[];
  /** The five numbers of each glimpse's reading window [B,5]; none without attention or images. */
  readNumbers: Tensor2D[];
  /** The five numbers of each glimpse's writing window [B,5]; none without attention. */
  writeNumbers: Tensor2D[];
  /** μ and log σ of each glimpse [T,B,2Z]; absent without images. */
  latents?: Tensor3D;
};

/** How a run is to be done. */
export interface RunSettings {
  /** Masks and batch statistics as in training. */
  training: boolean;
  /** Whether the canvases before the last and the windows are wanted too. */
  traced: boolean;
}
