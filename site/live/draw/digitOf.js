const side = 28;
const box = 20;
/** Half the width of a stroke: its digits then have as much ink as MNIST's. */
const radius = 1.25;

/**
 * Strokes as an image of MNIST: the larger side fills a box of 20 pixels, the centre of mass is the middle of 28 x 28.
 *
 * @param {Array<Array<[x: number, y: number]>>} strokes In any unit; the pen's width does not count.
 * @returns {Float32Array} 28x28 of 0 and 1.
 */
export function digitOf(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [0, 1].map((i) => points.map((point) => point[i]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const size = Math.max(width, height);
  const scale = size === 0 ? 0 : (box - 2 * radius) / size;
  const place = ([x, y]) => [
    (x - left - width / 2) * scale + side / 2,
    (y - top - height / 2) * scale + side / 2,
  ];
  const placed = strokes.map((stroke) => stroke.map(place));
  const [x, y] = centreOf(painted(placed));
  return painted(
    placed.map((stroke) => stroke.map((point) => [point[0] + side / 2 - x, point[1] + side / 2 - y])),
  );
}

/** 1 where a pixel's middle is under the pen. */
function painted(strokes) {
  const pixels = new Float32Array(side * side);
  for (const stroke of strokes)
    stroke.forEach((to, i) => {
      const from = stroke[Math.max(0, i - 1)];
      for (let row = 0; row < side; row++)
        for (let column = 0; column < side; column++)
          if (distance([column + 0.5, row + 0.5], from, to) <= radius) pixels[row * side + column] = 1;
    });
  return pixels;
}

/** From a point to the line between two others. */
function distance([x, y], [fromX, fromY], [toX, toY]) {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - fromX) * dx + (y - fromY) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - fromX - share * dx, y - fromY - share * dy);
}

/** The centre of mass. */
function centreOf(pixels) {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((ink, i) => {
    mass += ink;
    x += ink * ((i % side) + 0.5);
    y += ink * (Math.floor(i / side) + 0.5);
  });
  return [x / mass, y / mass];
}
