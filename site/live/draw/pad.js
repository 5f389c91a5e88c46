/** Units across the pad. */
const side = 280;
const nearest = 3;

/**
 * Takes strokes of mouse, finger or pen.
 *
 * @param {SVGSVGElement} svg
 * @param {{onMove: (strokes: Array<Array<[number, number]>>) => void, onEnd: (strokes: Array<Array<[number, number]>>) => void}} listeners
 * @returns `clear()`.
 */
export function pad(svg, {onMove, onEnd}) {
  let strokes = [];
  let pointer; // the one that is down; further fingers do not draw
  let line;
  const pointOf = ({clientX, clientY}) => {
    const {left, top, width, height} = svg.getBoundingClientRect();
    return [((clientX - left) / width) * side, ((clientY - top) / height) * side];
  };
  function add(point) {
    strokes.at(-1).push(point);
    // a lone point is seen as a line of no length with round ends
    const points = strokes.at(-1).length === 1 ? [point, point] : strokes.at(-1);
    line.setAttribute('points', points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '));
    onMove(strokes);
  }
  svg.addEventListener('pointerdown', (event) => {
    if (pointer !== undefined || event.button !== 0) return;
    pointer = event.pointerId;
    svg.setPointerCapture(pointer);
    strokes.push([]);
    line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
    svg.append(line);
    svg.classList.add('used');
    add(pointOf(event));
  });
  svg.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    const [x, y] = pointOf(event);
    const [lastX, lastY] = strokes.at(-1).at(-1);
    if (Math.hypot(x - lastX, y - lastY) >= nearest) add([x, y]);
  });
  function end({pointerId}) {
    if (pointerId !== pointer) return;
    pointer = undefined;
    onEnd(strokes);
  }
  svg.addEventListener('pointerup', end);
  svg.addEventListener('pointercancel', end);
  return {
    clear() {
      strokes = [];
      pointer = undefined;
      svg.classList.remove('used');
      svg.querySelectorAll('polyline').forEach((each) => each.remove());
    },
  };
}
