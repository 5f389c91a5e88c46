import {charlmOptions} from '../config/charlmOptions.js';
import {escapeHtml} from './escapeHtml.js';
import type {RunSummary} from './runSummary.js';

const show = (value: string | number | boolean | null): string => (value === null ? '–' : String(value));

/** The whole configuration as an HTML table, a row an option, a column a run; rows that differ are marked. */
export function configTable(runs: ReadonlyArray<Pick<RunSummary, 'name' | 'config'>>): string {
  const heads = runs.map((run) => `<th>${escapeHtml(run.name)}</th>`).join('');
  const rows = charlmOptions.map(({name}) => {
    const values = runs.map((run) => show(run.config[name]));
    const differs = values.some((value) => value !== values[0]);
    const cells = values.map((value) => `<td>${escapeHtml(value)}</td>`).join('');
    return `<tr${differs ? ' class="differs"' : ''}><th>${name}</th>${cells}</tr>`;
  });
  return `<table class="config"><thead><tr><th></th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
