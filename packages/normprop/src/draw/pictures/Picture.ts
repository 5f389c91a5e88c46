/** A colour: red, green and blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture of pixels in memory, three bytes each, that grey images and frames are painted on. */
export class Picture {
  /** [height, width, 3]. */
  readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
    background: Colour = [255, 255, 255],
  ) {
    this.pixels = new Uint8Array(width * height * 3);
    this.fill(0, 0, width, height, background);
  }

  /** Fills a rectangle; what lies outside the picture is left out. */
  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y++) {
      for (let x = Math.max(0, left); x < Math.min(this.width, left + width); x++)
        this.pixels.set(colour, (y * this.width + x) * 3);
    }
  }

  /**
   * Paints a grey or coloured image.
   *
   * @param values [height, width, channels], 0 (black) to 1 (white); one channel, or three of which the colour is made.
   * @param scale Pixels of the picture to one of the image.
   */
  paint(
    values: ArrayLike<number>,
    [height, width, channels]: readonly [height: number, width: number, channels: number],
    {left, top, scale}: {left: number; top: number; scale: number},
  ): void {
    const level = (index: number, channel: number): number =>
      Math.round(255 * values[index * channels + (channels >= 3 ? channel : 0)]);
    for (let i = 0; i < height * width; i++) {
      const colour: Colour = [level(i, 0), level(i, 1), level(i, 2)];
      const [x, y] = [left + (i % width) * scale, top + Math.floor(i / width) * scale];
      this.fill(x, y, scale, scale, colour);
    }
  }

  /** Draws the border of a rectangle, `thickness` pixels wide, inwards. */
  frame(
    {left, top, right, bottom}: {left: number; top: number; right: number; bottom: number},
    {colour, thickness}: {colour: Colour; thickness: number},
  ): void {
    const [width, height] = [right - left, bottom - top];
    const [across, down] = [Math.min(thickness, height), Math.min(thickness, width)];
    this.fill(left, top, width, across, colour);
    this.fill(left, bottom - across, width, across, colour);
    this.fill(left, top, down, height, colour);
    this.fill(right - down, top, down, height, colour);
  }
}
