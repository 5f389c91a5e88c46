/** Sizes of an attention window: B images [H,W,C], N filters each way for each of them. */
export interface WindowShape {
  /** B. */
  batch: number;
  /** N. */
  size: number;
  /** H. */
  height: number;
  /** W. */
  width: number;
  /** C. */
  channels: number;
}

/** The filters of a batch, or their gradients. */
export interface WindowFilters {
  /** F_Y [B,N,H]. */
  y: Float32Array;
  /** F_X [B,N,W]. */
  x: Float32Array;
}

/** What a window sees of images x, and of what a canvas lacks of them. */
export interface Reading {
  /** x̂ = x − sigmoid(canvas) [B,H,W,C]. */
  errors: Float32Array;
  /** F_Y x and F_Y x̂ [B,N,W,C]. */
  rows: readonly [ofImages: Float32Array, ofErrors: Float32Array];
  /** F_Y x F_Xᵀ and F_Y x̂ F_Xᵀ [B,N,N,C]. */
  patches: readonly [ofImages: Float32Array, ofErrors: Float32Array];
}

/**
 * What the attention windows of DRAW compute, for a batch, each image and channel by itself; float32, the lengths are the caller's business.
 * Images and canvases are [B,H,W,C], rows [B,N,W,C], patches [B,N,N,C]; all results are fresh arrays.
 */
export interface WindowKernels {
  read(shape: WindowShape, filters: WindowFilters, images: Float32Array, canvas: Float32Array): Reading;
  /** The gradients of the filters and of the canvas, the latter added to `dCanvas`, for those of the patches. */
  readBack(
    shape: WindowShape,
    filters: WindowFilters,
    images: Float32Array,
    reading: Reading,
    dPatches: Reading['patches'],
    dCanvas: Float32Array,
  ): WindowFilters & {canvas: Float32Array};
  /** rows = patch F_X, and canvas + F_Yᵀ rows. */
  write(
    shape: WindowShape,
    filters: WindowFilters,
    patch: Float32Array,
    canvas: Float32Array,
  ): {rows: Float32Array; canvas: Float32Array};
  /** The gradients of the filters and the patch, for that of the canvas. */
  writeBack(
    shape: WindowShape,
    filters: WindowFilters,
    patch: Float32Array,
    rows: Float32Array,
    dCanvas: Float32Array,
  ): WindowFilters & {patch: Float32Array};
}
