import type {TopLevelSpec} from 'vega-lite';
import {MissingPackage} from '../missingPackage.js';
import {escapeHtml} from './escapeHtml.js';
import {renderChart} from './renderChart.js';

/** A chart as SVG; where what draws charts is not installed, a sentence that says so: a report is more than its charts. */
export async function chartForPage(spec: TopLevelSpec): Promise<string> {
  try {
    return await renderChart(spec);
  } catch (error) {
    if (error instanceof MissingPackage) return `<p class="soft">${escapeHtml(error.message)}</p>`;
    throw error;
  }
}

/** Whether a chart was drawn, or the sentence stands in its place. */
export const isDrawn = (chart: string): boolean => chart.startsWith('<svg');
