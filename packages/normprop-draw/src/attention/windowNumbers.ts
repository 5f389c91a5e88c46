/** How many numbers place a window: g̃x, g̃y, log σ², log δ̃, log γ. */
export const WINDOW_NUMBERS = 5;

/**
 * log σ², log δ̃ and log γ are held within ± this. No image needs more (σ and γ up to 22026, δ̃ up to 4.9e8), and the filters of any
 * numbers stay finite in float32.
 */
export const MAX_LOG = 20;

/** Size of an image, and of the window's grid of N x N filters. */
export interface WindowSize {
  readonly size: number;
  readonly height: number;
  readonly width: number;
}

/** A window in pixels, counted from 1 at the centre of the first one. */
export interface AttentionWindow {
  readonly centreX: number;
  readonly centreY: number;
  /** Distance of two filters. */
  readonly stride: number;
  /** Standard deviation of each filter. */
  readonly deviation: number;
  readonly intensity: number;
}

/**
 * Where a window is, from its five numbers:
 *
 *     g_X = (A+1)/2 · (g̃_X + 1)    g_Y = (B+1)/2 · (g̃_Y + 1)    δ = (max(A,B) − 1)/(N − 1) · δ̃
 *
 * for an image A wide and B high. A grid of one filter has no stride (δ = 0).
 *
 * Source: Gregor et al., eq. 21-24.
 */
export function attentionWindow(
  numbers: ArrayLike<number>,
  {size, height, width}: WindowSize,
): AttentionWindow {
  const [x, y, logVariance, logStride, logIntensity] = Array.from(
    {length: WINDOW_NUMBERS},
    (_, i) => numbers[i],
  );
  return {
    centreX: ((width + 1) / 2) * (x + 1),
    centreY: ((height + 1) / 2) * (y + 1),
    stride: strideUnit({size, height, width}) * Math.exp(clipLog(logStride)),
    deviation: Math.exp(clipLog(logVariance) / 2),
    intensity: Math.exp(clipLog(logIntensity)),
  };
}

/** (max(A,B) − 1)/(N − 1), the stride at which the grid covers the image. */
export const strideUnit = ({size, height, width}: WindowSize): number =>
  size === 1 ? 0 : (Math.max(height, width) - 1) / (size - 1);

/** A number within ±{@link MAX_LOG}; NaN stays. */
export const clipLog = (value: number): number => Math.min(MAX_LOG, Math.max(-MAX_LOG, value));

/**
 * The five numbers of a window whose filters tile the image: N x N Gaussians, a tile apart, each with half a tile as its deviation.
 *
 * Five zeros would be a grid on the image's edge (δ̃ = 1) of filters one pixel wide: with N = 2 it sees the four corners, where a digit never is, and the
 * latents fall silent before the window has learned to move.
 *
 * To `read`, γ is 1: each value is a mean over its tile. To `write`, 1/γ̂ is the area of a tile, so that a patch appears on the canvas with about its own
 * values: with γ̂ = 1 it would be spread over the tile's pixels, 31 times fainter for 5x5 on 28x28, and the patch would take hundreds of updates to
 * grow before the latents carried anything.
 */
export function tilingWindow({size, height, width}: WindowSize, use: 'read' | 'write' = 'read'): number[] {
  const tile = Math.max(height, width) / size;
  const unit = strideUnit({size, height, width});
  const logStride = unit === 0 ? 0 : Math.log(tile / unit);
  return [0, 0, 2 * Math.log(tile / 2), logStride, use === 'write' ? -2 * Math.log(tile) : 0];
}
