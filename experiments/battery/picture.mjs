import {percent} from './table.mjs';

const width = 360;
const left = 12;
const right = 348;
const rowHeight = 44;
/** Marks by model, in this order; `lstm` is the line at 1. */
const marks = [
  {shape: 'circle', light: '#0f766e', dark: '#5eead4'},
  {shape: 'square', light: '#b45309', dark: '#fcd34d'},
  {shape: 'diamond', light: '#6d28d9', dark: '#c4b5fd'},
  {shape: 'triangle', light: '#be123c', dark: '#fda4af'},
  {shape: 'cross', light: '#475569', dark: '#cbd5e1'},
];
/** Ratios drawn; what lies beyond stands at the edge. */
const [least, most] = [0.25, 4];

/**
 * The tables as one SVG picture: a row for each task, a mark for each model at its loss against `lstm`'s on a logarithmic axis, left is better.
 *
 * 360 wide, so that it is read on a telephone as it is; its colours follow the reader's light or dark setting.
 */
export function pictureOf({sections}) {
  const parts = [];
  let y = 8;
  for (const section of sections) {
    const others = section.totals.map(({variant}) => variant).filter(({name}) => name !== 'lstm');
    parts.push(text(left, (y += 16), plain(`With ${section.optimizer.title}`), 'head'));
    others.forEach((variant, k) => {
      const column = k % 2;
      if (column === 0) y += 18;
      parts.push(
        mark(k, left + 5 + column * 176, y - 4),
        text(left + 16 + column * 176, y, plain(variant.title)),
      );
    });
    y += 12;
    const top = y;
    const rows = section.rows.filter(({cells}) => cells.some(({ratio}) => ratio !== undefined));
    for (const {task, cells} of rows) {
      parts.push(text(left, y + 16, task.title));
      parts.push(`<line class="rule" x1="${left}" x2="${right}" y1="${y + 30}" y2="${y + 30}"/>`);
      others.forEach((variant, k) => {
        const cell = cells.find((each) => each.variant === variant);
        if (cell?.ratio === undefined) return;
        const title = `${plain(variant.title)}, ${task.title}: ${percent(cell.ratio)}`;
        parts.push(mark(k, across(cell.ratio), y + 30, title));
      });
      y += rowHeight;
    }
    parts.push(`<line class="one" x1="${across(1)}" x2="${across(1)}" y1="${top + 20}" y2="${y}"/>`);
    for (const ratio of [0.25, 0.5, 1, 2, 4]) {
      const label = {0.25: '¼', 0.5: '½', 1: 'lstm', 2: '2×', 4: '4×'}[ratio];
      const anchor = ratio === least ? 'start' : ratio === most ? 'end' : 'middle';
      parts.push(text(across(ratio), y + 14, label, 'axis', anchor));
    }
    y += 34;
  }
  const colours = (tone) =>
    marks.map((each, k) => `.m${k}{fill:${each[tone]};stroke:${each[tone]}}`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="Validation loss of each model against lstm, task by task; further left is better">
<style>
text{font:13px system-ui,sans-serif;fill:#1f2937}.head{font-weight:600}.axis{font-size:12px;fill:#6b7280}
.rule{stroke:#d1d5db}.one{stroke:#1f2937;stroke-dasharray:3 3}.mark{stroke-width:1.5}${colours('light')}
@media (prefers-color-scheme:dark){text{fill:#e5e7eb}.axis{fill:#9ca3af}.rule{stroke:#4b5563}.one{stroke:#e5e7eb}${colours('dark')}}
</style>
${parts.join('\n')}
</svg>
`;
}

function across(ratio) {
  const within = Math.min(most, Math.max(least, ratio));
  const share = Math.log(within / least) / Math.log(most / least);
  return Number((left + 6 + share * (right - left - 12)).toFixed(1));
}

function mark(k, x, y, title) {
  const r = 5;
  const shapes = {
    circle: `<circle cx="${x}" cy="${y}" r="${r}"`,
    square: `<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9"`,
    diamond: `<path d="M${x} ${y - 6}l6 6l-6 6l-6-6z"`,
    triangle: `<path d="M${x} ${y - 6}l5.5 10h-11z"`,
    cross: `<path d="M${x - 4} ${y - 4}l8 8m0-8l-8 8"`,
  };
  const body = shapes[marks[k % marks.length].shape];
  return `${body} class="mark m${k % marks.length}"${title ? `><title>${escaped(title)}</title></${body.slice(1).split(' ')[0]}>` : '/>'}`;
}

function text(x, y, words, kind = '', anchor = 'start') {
  return `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`;
}

const plain = (title) => title.replaceAll('`', '');
const escaped = (words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
