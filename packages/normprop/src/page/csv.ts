/** A value of a table; `null` becomes an empty cell. */
export type CsvValue = string | number | boolean | null;

/** Rows under headings as CSV (RFC 4180, lines end in \n): numbers with all their digits, text quoted where it must be. */
export function csv(headings: readonly string[], rows: ReadonlyArray<readonly CsvValue[]>): string {
  return [headings, ...rows].map((row) => row.map(cell).join(',') + '\n').join('');
}

function cell(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
