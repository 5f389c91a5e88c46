import {Picture} from './Picture.js';

/** Size of an image: height, width, channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * Images in rows and columns with a line between them.
 *
 * @param images Each [height, width, channels], values in [0, 1]; row by row.
 */
export function imageSheet(
  images: ReadonlyArray<ArrayLike<number>>,
  shape: ImageShape,
  {columns, scale = 3}: {columns: number; scale?: number},
): Picture {
  const gap = 2;
  const [width, height] = [shape[1] * scale + gap, shape[0] * scale + gap];
  const rows = Math.ceil(images.length / columns);
  const picture = new Picture(columns * width + gap, rows * height + gap, [90, 90, 90]);
  images.forEach((image, index) => {
    const left = gap + (index % columns) * width;
    const top = gap + Math.floor(index / columns) * height;
    picture.paint(image, shape, {left, top, scale});
  });
  return picture;
}
