/**
 * The page's only script: over a chart, a line follows the pointer or the arrow keys, and a box lists each group's values there,
 * one number a seed. Without it the charts are plain pictures.
 */
export const crosshairScript = `
for (const box of document.querySelectorAll('.readable')) {
  const {axis, plot, curves} = JSON.parse(box.dataset.chart);
  const svg = box.querySelector('svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  for (const [name, value] of Object.entries({y1: plot.top, y2: plot.top + plot.height, stroke: 'currentColor', 'stroke-opacity': 0.6}))
    line.setAttribute(name, value);
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.setAttribute('aria-live', 'polite');
  tip.hidden = true;
  box.append(tip);
  let at = plot.end / 2;
  const nearest = (points) => points.reduce((best, point) => (Math.abs(point[0] - at) < Math.abs(best[0] - at) ? point : best));
  const shown = (group, kind) => curves
    .filter((curve) => curve.group === group && curve.kind === kind)
    // Nothing beyond the end of an unfinished run.
    .map(({points}) => (at > points[points.length - 1][0] * 1.02 + 1 ? '–' : nearest(points)[1].toFixed(3)))
    .join(' / ');
  const draw = () => {
    const x = plot.left + (at / plot.end) * plot.width;
    line.setAttribute('x1', x);
    line.setAttribute('x2', x);
    if (!line.parentNode) svg.append(line);
    const rows = [...new Set(curves.map(({group}) => group))].map((group) => {
      const row = document.createElement('tr');
      for (const text of [group, shown(group, 'training'), shown(group, 'validation')]) {
        const cell = document.createElement('td');
        cell.textContent = text;
        row.append(cell);
      }
      return row;
    });
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    for (const text of [axis + ' ' + Math.round(at).toLocaleString('en-GB'), 'training', 'validation (nearest)']) {
      const cell = document.createElement('th');
      cell.textContent = text;
      head.append(cell);
    }
    table.append(...rows);
    tip.replaceChildren(table);
    tip.hidden = false;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const middle = x * scale;
    const left = middle + 14 + tip.offsetWidth < box.clientWidth ? middle + 14 : Math.max(0, middle - 14 - tip.offsetWidth);
    tip.style.left = left + 'px';
    tip.style.top = plot.top * scale + 8 + 'px';
  };
  const move = (to) => {
    at = Math.min(plot.end, Math.max(0, to));
    draw();
  };
  const hide = () => {
    tip.hidden = true;
    line.remove();
  };
  box.addEventListener('pointermove', (event) => {
    const area = svg.getBoundingClientRect();
    const x = ((event.clientX - area.left) / area.width) * svg.viewBox.baseVal.width;
    move(((x - plot.left) / plot.width) * plot.end);
  });
  box.addEventListener('pointerleave', hide);
  box.addEventListener('blur', hide);
  box.addEventListener('focus', draw);
  box.addEventListener('keydown', (event) => {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (!step) return;
    event.preventDefault();
    move(at + (step * plot.end) / 50);
  });
}
`;
