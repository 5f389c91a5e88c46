import {range} from './axis.js';

const stops = [
  [0, [33, 72, 140]],
  [0.5, [120, 170, 215]],
  [1, [240, 240, 236]],
  [1.5, [235, 160, 95]],
  [2.5, [165, 60, 20]],
];

/** A colour for a gradient norm: blue where it shrinks, white at 1, orange where it grows. */
function colourOf(norm) {
  const next = stops.findIndex(([at]) => norm < at);
  if (next === 0) return stops[0][1];
  if (next < 0) return stops.at(-1)[1];
  const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
  const share = (norm - low) / (high - low);
  return from.map((value, i) => value + share * (to[i] - value));
}

/**
 * A surface over γx and γh as colours, with a point on it.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns `set(norms, points)`: [γh, γx] row by row; `point(γx, γh)`.
 */
export function heatMap(canvas) {
  const small = document.createElement('canvas');
  let at = [1, 1];
  function draw() {
    const context = canvas.getContext('2d');
    const {width, height} = canvas;
    context.clearRect(0, 0, width, height);
    if (small.width > 1) {
      // the points of the grid are the middles of the small picture's pixels
      const margin = 0.5;
      context.drawImage(small, margin, margin, small.width - 1, small.height - 1, 0, 0, width, height);
    }
    const place = (gamma) => (gamma - range.low) / (range.high - range.low);
    const [x, y] = [place(at[0]) * width, (1 - place(at[1])) * height];
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.fillStyle = '#fff';
    context.fill();
    context.lineWidth = 4;
    context.strokeStyle = '#111';
    context.stroke();
  }
  return {
    set(norms, points) {
      small.width = small.height = points;
      const picture = new ImageData(points, points);
      for (let row = 0; row < points; row++)
        for (let column = 0; column < points; column++)
          picture.data.set(
            [...colourOf(norms[row * points + column]), 255],
            4 * ((points - 1 - row) * points + column),
          );
      small.getContext('2d').putImageData(picture, 0, 0);
      draw();
    },
    point(gammaX, gammaH) {
      at = [gammaX, gammaH];
      draw();
    },
  };
}
