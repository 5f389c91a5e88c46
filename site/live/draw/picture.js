/** Around the 28 x 28 pixels, for windows that reach over the edge; as in Picture.vue. */
const margin = 3;
const side = 28;

/** Shows values from 0 to 1 as ink. */
export function paintInk(canvas, values) {
  const image = new ImageData(side, side);
  values.forEach((value, i) => (image.data[4 * i + 3] = 255 * value));
  canvas.getContext('2d').putImageData(image, 0, 0);
}

/**
 * An image with a window over it.
 *
 * @param {HTMLElement} element A Picture.vue.
 */
export function picture(element) {
  const canvas = element.querySelector('canvas');
  const rect = element.querySelector('rect');
  return {
    ink: (values) => paintInk(canvas, values),
    /** The square that the centres of the window's size x size filters span; its line is the thicker, the more they blur. */
    window({centreX, centreY, stride, deviation}, size) {
      const half = Math.max(0.5, ((size - 1) * stride) / 2);
      const within = (position) => Math.min(side + margin - 0.5, Math.max(0.5 - margin, position));
      const [left, top] = [within(centreX - 0.5 - half), within(centreY - 0.5 - half)];
      const place = {
        x: left,
        y: top,
        width: within(centreX - 0.5 + half) - left,
        height: within(centreY - 0.5 + half) - top,
        'stroke-width': Math.min(1.6, Math.max(0.4, 0.4 * deviation)),
      };
      for (const [name, value] of Object.entries(place)) rect.setAttribute(name, value.toFixed(2));
    },
    clear() {
      paintInk(canvas, new Float32Array(side * side));
      for (const name of ['width', 'height']) rect.setAttribute(name, 0);
    },
    label: (text) => element.setAttribute('aria-label', text),
  };
}
