/** Sizes of an attention window: B images of H lines with L values each, N filters across the lines for each. */
export interface WindowShape {
  /** B. */
  batch: number;
  /** N. */
  size: number;
  /** H. */
  height: number;
  /** L, width times channels. */
  line: number;
}

/** What a look at images and at what a canvas lacks of them gives. */
export interface Look {
  /** images − sigmoid(canvas) [B,H,L]. */
  errors: Float32Array;
  /** Σ_h filters[b,n,h]·images[b,h,:] [B,N,L]. */
  ofImages: Float32Array;
  /** The same of the errors. */
  ofErrors: Float32Array;
}

/**
 * What the attention windows of a batch of images are made of, across the lines of an image; float32, the lengths are the caller's business.
 * Filters are [B,N,H], images, canvas and errors [B,H,L], rows [B,N,L].
 */
export interface WindowKernels {
  /** Through the filters: the images, and what the canvas lacks of them. */
  look(shape: WindowShape, filters: Float32Array, images: Float32Array, canvas: Float32Array): Look;
  /**
   * The gradient of `look`, for those of `ofImages` and `ofErrors`: that of the filters [B,N,H], and that of the canvas added to `dCanvas`
   * [B,H,L] in a fresh array.
   */
  lookBack(
    shape: WindowShape,
    filters: Float32Array,
    images: Float32Array,
    errors: Float32Array,
    gradients: {ofImages: Float32Array; ofErrors: Float32Array; canvas: Float32Array},
  ): {filters: Float32Array; canvas: Float32Array};
  /** canvas[b,h,:] + Σ_n filters[b,n,h]·rows[b,n,:], in a fresh array. */
  paint(shape: WindowShape, filters: Float32Array, rows: Float32Array, canvas: Float32Array): Float32Array;
  /** The gradients of the filters and rows of `paint`, for that of the canvas: Σ_i rows[b,n,i]·dCanvas[b,h,i], Σ_h filters[b,n,h]·dCanvas[b,h,:]. */
  paintBack(
    shape: WindowShape,
    filters: Float32Array,
    rows: Float32Array,
    dCanvas: Float32Array,
  ): {filters: Float32Array; rows: Float32Array};
}
