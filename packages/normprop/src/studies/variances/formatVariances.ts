import {csv} from '../../page/csv.js';
import {textTable} from '../../page/textTable.js';
import type {VarianceRow} from './varianceRows.js';

const columns: ReadonlyArray<keyof VarianceRow> = [
  ...(['gammaX', 'gammaH', 'gammaC', 'forgetBias', 'inputVariance', 'method'] as const),
  ...(['cellVariance', 'hiddenVariance', 'cellError', 'hiddenError', 'stable', 'reason', 'source'] as const),
];

/** The forms that a table of variances can be printed in. */
export const varianceFormats = {
  text: asText,
  csv: (rows: readonly VarianceRow[]) =>
    csv(
      columns,
      rows.map((row) => columns.map((name) => row[name])),
    ),
  json: (rows: readonly VarianceRow[]) => JSON.stringify(rows, null, 1) + '\n',
};

const headings = [
  ...['method', 'gammaX', 'gammaH', 'gammaC', 'forget bias', 'Var[x]'],
  ...['Var[c]', '±', 'Var[h]', '±', 'holds'],
];

/** A table with five digits, errors in percent, and below it why rows do not hold. */
function asText(rows: readonly VarianceRow[]): string {
  const reasons = [...new Set(rows.flatMap(({reason}) => reason ?? []))];
  const table = rows.map((row) => [
    row.method,
    ...[row.gammaX, row.gammaH, row.gammaC, row.forgetBias, row.inputVariance].map(String),
    ...[digits(row.cellVariance), percent(row.cellError)],
    ...[digits(row.hiddenVariance), percent(row.hiddenError)],
    row.reason === null ? (row.stable ? 'yes' : '–') : `no (${reasons.indexOf(row.reason) + 1})`,
  ]);
  const notes = reasons.map((reason, index) => `(${index + 1}) ${reason}\n`).join('');
  return `${textTable(headings, table)}\n${notes && '\n'}${notes}`;
}

const digits = (value: number | null): string => (value === null ? '–' : value.toPrecision(5));
const percent = (value: number | null): string => (value === null ? '' : `${(100 * value).toFixed(1)} %`);
