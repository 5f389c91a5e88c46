import type {AttentionWindow} from 'normprop-draw';
import type {ImageShape} from './imageSheet.js';
import {Picture} from './Picture.js';
import type {Colour} from './Picture.js';

/** What a few images looked like after each glimpse, and where it read and wrote. */
export interface Glimpses {
  shape: ImageShape;
  /** The images that were looked at, for a row above; absent for samples. */
  originals?: Float32Array[];
  /** `[t][b]`, each [height, width, channels], values in [0, 1]. */
  canvases: Float32Array[][];
  /** `[t][b]`; empty without attention or originals. */
  readWindows: AttentionWindow[][];
  /** `[t][b]`; empty without attention. */
  writeWindows: AttentionWindow[][];
  readSize: number;
  writeSize: number;
}

/** The frame of what is read: green; of what is written: red. */
export const windowColours: Readonly<Record<'read' | 'write', Colour>> = {
  read: [60, 200, 90],
  write: [235, 70, 60],
};

/** Pixels around each image, where windows go that are larger than it. */
const margin = 14;

/**
 * One picture for each glimpse: the canvases side by side, over them the read windows in green and the write windows in red. The border's
 * width is the deviation of the filters, as in Gregor et al., figure 5. The originals stand above with the read windows.
 */
export function glimpsePictures(glimpses: Glimpses, scale = 4): Picture[] {
  const {shape, originals, canvases, readWindows, writeWindows, readSize, writeSize} = glimpses;
  const [width, height] = [shape[1] * scale + 2 * margin, shape[0] * scale + 2 * margin];
  const columns = canvases[0].length;
  const rows = originals ? 2 : 1;
  return canvases.map((painted, t) => {
    const picture = new Picture(columns * width, rows * height, [90, 90, 90]);
    for (let b = 0; b < columns; b++) {
      const place = (row: number) => ({
        left: margin + b * width,
        top: margin + row * height,
        scale,
      });
      if (originals) {
        picture.paint(originals[b], shape, place(0));
        if (readWindows.length) drawWindow(picture, readWindows[t][b], readSize, 'read', place(0), shape);
      }
      const row = originals ? 1 : 0;
      picture.paint(painted[b], shape, place(row));
      if (writeWindows.length) drawWindow(picture, writeWindows[t][b], writeSize, 'write', place(row), shape);
    }
    return picture;
  });
}

/** The square that the centres of a window's filters span; what would lie beyond the margin is drawn at its edge. */
function drawWindow(
  picture: Picture,
  {centreX, centreY, stride, deviation}: AttentionWindow,
  size: number,
  kind: 'read' | 'write',
  {left, top, scale}: {left: number; top: number; scale: number},
  [height, width]: ImageShape,
): void {
  const half = Math.max(0.5, ((size - 1) * stride) / 2);
  const within = (position: number, first: number, pixels: number): number =>
    Math.round(Math.min(first + pixels * scale + margin - 2, Math.max(first - margin + 2, position)));
  const x = (pixels: number): number => within(left + (pixels - 0.5) * scale, left, width); // pixels count from 1, at their centre
  const y = (pixels: number): number => within(top + (pixels - 0.5) * scale, top, height);
  picture.frame(
    {left: x(centreX - half), top: y(centreY - half), right: x(centreX + half), bottom: y(centreY + half)},
    {
      colour: windowColours[kind],
      thickness: Math.min(2 * scale, Math.max(1, Math.round(deviation * scale * 0.4))),
    },
  );
}
