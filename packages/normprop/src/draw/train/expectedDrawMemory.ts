import type {DrawRunConfig} from '../config/drawRunConfig.js';

/** Node, tfjs and the images, whatever the network. */
const program = 205e6;

/**
 * About how many bytes a process needs to train a network, by counting float32 numbers: for each parameter 3 for each run, 11 as
 * for text, and one for each of the T glimpses, whose gradients are added at the end; for each of the T·B glimpses of a batch
 * what is kept from forward to backward, `statesKept`·H and `pixelsKept` for each pixel.
 *
 * The factors were fitted to the resident memory of real runs (4 to 32 glimpses, 16 to 256 units, batch 8 to 128).
 */
export function expectedDrawMemory(
  {glimpses, batch, units}: Pick<DrawRunConfig, 'glimpses' | 'batch' | 'units'>,
  {parameters, imageShape, runs}: {parameters: number; imageShape: readonly number[]; runs: number},
): number {
  const pixels = imageShape.reduce((product, side) => product * side, 1);
  const perGlimpse = statesKept * units + pixelsKept * pixels;
  return program + 4 * (parameters * (3 * runs + 11 + glimpses) + glimpses * batch * perGlimpse);
}

const statesKept = 140;
const pixelsKept = 4;
