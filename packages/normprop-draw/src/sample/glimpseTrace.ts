import {dispose, sigmoid, stack, tidy} from '@tensorflow/tfjs-core';
import type {Tensor2D, Tensor3D, Tensor4D, Tensor5D} from '@tensorflow/tfjs-core';
import {attentionWindow, WINDOW_NUMBERS, type AttentionWindow} from '../attention/windowNumbers.js';
import type {Draw} from '../model/Draw.js';
import {runGlimpses} from '../model/runGlimpses.js';

/** Images as they were painted. */
export interface GlimpseTrace {
  /** sigmoid(canvas) after each glimpse [T,B,height,width,channels], values in (0, 1); the last is the image. */
  canvases: Tensor5D;
  /** Where each glimpse read, `[t][b]`; empty without attention, and without images to read. */
  readWindows: AttentionWindow[][];
  /** Where each glimpse wrote, `[t][b]`; empty without attention. */
  writeWindows: AttentionWindow[][];
}

/** Runs a network and gives every glimpse for drawing. */
export async function glimpseTrace(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
): Promise<GlimpseTrace> {
  const {imageShape, readSize, writeSize} = model.config;
  const {canvases, readNumbers, writeNumbers} = tidy(() => {
    const run = runGlimpses(model, images, noise);
    return {
      canvases: sigmoid(stack(run.canvases)) as Tensor5D,
      readNumbers: run.readNumbers,
      writeNumbers: run.writeNumbers,
    };
  });
  const windows = (numbers: Tensor2D[], size: number): Promise<AttentionWindow[][]> =>
    Promise.all(
      numbers.map(async (glimpse) => {
        const values = await glimpse.data();
        return Array.from({length: glimpse.shape[0]}, (_, b) =>
          attentionWindow(values.subarray(b * WINDOW_NUMBERS, (b + 1) * WINDOW_NUMBERS), {
            size,
            height: imageShape[0],
            width: imageShape[1],
          }),
        );
      }),
    );
  const trace = {
    canvases,
    readWindows: await windows(readNumbers, readSize),
    writeWindows: await windows(writeNumbers, writeSize),
  };
  dispose([readNumbers, writeNumbers]);
  return trace;
}
