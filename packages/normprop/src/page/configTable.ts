import type {ConfigOption} from '../config/configOption.js';
import {escapeHtml} from './escapeHtml.js';

const show = (value: unknown): string => (value == null ? '–' : String(value as string | number | boolean));

/** The whole configuration as an HTML table, a row an option, a column a run; rows that differ are marked. */
export function configTable(
  options: ReadonlyArray<Pick<ConfigOption, 'name'>>,
  runs: ReadonlyArray<{name: string; config: object}>,
): string {
  const heads = runs.map((run) => `<th>${escapeHtml(run.name)}</th>`).join('');
  const rows = options.map(({name}) => {
    const values = runs.map((run) => show((run.config as Record<string, unknown>)[name]));
    const differs = values.some((value) => value !== values[0]);
    const cells = values.map((value) => `<td>${escapeHtml(value)}</td>`).join('');
    return `<tr${differs ? ' class="differs"' : ''}><th>${name}</th>${cells}</tr>`;
  });
  return `<table class="config"><thead><tr><th></th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
