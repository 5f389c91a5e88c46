import {escapeHtml} from './escapeHtml.js';
import {escapeMarkdown} from './escapeMarkdown.js';
import {textTable} from './textTable.js';

/** A table before it is HTML, Markdown or text. */
export interface Table {
  headings: string[];
  rows: TableRow[];
}

/** One row; the first cell names it. */
export interface TableRow {
  cells: string[];
  /** Shown strongly (in Markdown, name and first figure are). */
  best?: boolean;
  /** Shown paler: it is no result. */
  soft?: boolean;
}

/** A table whose last columns fall away when no row has anything in them. */
export function compactTable({headings, rows}: Table): Table {
  const kept = headings.map((_, column) => column === 0 || rows.some(({cells}) => cells[column] !== '–'));
  const keep = (cells: string[]): string[] => cells.filter((_, column) => kept[column]);
  return {headings: keep(headings), rows: rows.map((row) => ({...row, cells: keep(row.cells)}))};
}

/** For a page. */
export function tableAsHtml({headings, rows}: Table): string {
  const head = headings.map((heading) => `<th>${escapeHtml(heading)}</th>`).join('');
  const body = rows.map(({cells, best, soft}) => {
    const inner = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr${best ? ' class="best"' : soft ? ' class="soft"' : ''}>${inner}</tr>`;
  });
  return `<table class="results"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** For a README, columns aligned as prettier has them. */
export function tableAsMarkdown({headings, rows}: Table): string {
  const lines = [
    headings.map(escapeMarkdown),
    ...rows.map(({cells, best}) =>
      cells.map((cell, column) =>
        best && column < 2 ? `**${escapeMarkdown(cell)}**` : escapeMarkdown(cell),
      ),
    ),
  ];
  const widths = headings.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(lines[0]), rule, ...lines.slice(1).map(line)].join('\n');
}

/** For a terminal. */
export function tableAsText({headings, rows}: Table): string {
  return textTable(
    headings,
    rows.map(({cells}) => cells),
  );
}
