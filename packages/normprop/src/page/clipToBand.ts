/** A point of a curve. */
export interface Point {
  x: number;
  y: number;
}

/**
 * The parts of a curve that lie in a band of y, cut where it leaves the band. A chart's own clipping leaves the path as long as it
 * is, and the rasteriser fails on dashed lines that run far outside of the picture.
 *
 * @returns Pieces of at least one point each; points that are not finite numbers separate pieces.
 */
export function clipToBand(points: readonly Point[], [low, high]: readonly [number, number]): Point[][] {
  const pieces: Point[][] = [];
  let piece: Point[] = [];
  const end = (): void => {
    if (piece.length > 0) pieces.push(piece);
    piece = [];
  };
  points.forEach((point, index) => {
    if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) return end();
    const before = index > 0 ? points[index - 1] : undefined;
    if (before && Number.isFinite(before.x) && Number.isFinite(before.y)) {
      const segment = inside(before, point, low, high);
      if (segment === undefined) end();
      else {
        if (piece.length === 0) piece.push(segment[0]);
        piece.push(segment[1]);
        if (segment[1] !== point) end();
      }
    }
    if (piece.length === 0 && point.y >= low && point.y <= high) piece.push(point);
  });
  end();
  return pieces;
}

/** The part of a segment between two values of y; its ends themselves where they lie there. */
function inside(from: Point, to: Point, low: number, high: number): [Point, Point] | undefined {
  if (Math.max(from.y, to.y) < low || Math.min(from.y, to.y) > high) return undefined;
  const at = (y: number): Point => ({x: from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y), y});
  const cut = (point: Point): Point => (point.y < low ? at(low) : point.y > high ? at(high) : point);
  return [cut(from), cut(to)];
}
