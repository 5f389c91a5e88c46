import type {Config, TopLevelSpec} from 'vega-lite';
import {whatToInstall} from '../missingPackage.js';

/** Fills a page's column, with the axis's labels. */
export const chartWidth = 710;

/** Readable on white and on black; the first six are told apart by people who see few colours (Okabe and Ito's, adapted). */
const colours = [
  ...['#3a87d9', '#e07b1a', '#18a06f', '#c65fa6', '#a88f00', '#7a6ff0'],
  ...['#d8504f', '#1aa3b8', '#9b6a4c', '#7d8791'],
];

/** Lines of more kinds than this would share colours. */
export const mostColours = colours.length;

const quiet = 'currentColor';

/** Lines and letters take the page's own text colour, so that one picture serves the light and the dark page. */
const config: Config = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: {stroke: null},
  axis: {
    labelColor: quiet,
    titleColor: quiet,
    domainColor: quiet,
    tickColor: quiet,
    gridColor: quiet,
    gridOpacity: 0.14,
    domainOpacity: 0.5,
    tickOpacity: 0.5,
    labelFontSize: 13,
    titleFontSize: 14,
    titleFontWeight: 'normal',
    titlePadding: 10,
  },
  legend: {
    labelColor: quiet,
    labelFontSize: 14,
    labelLimit: 300,
    orient: 'top',
    symbolType: 'stroke',
    symbolStrokeWidth: 3,
    symbolSize: 300,
  },
  range: {category: colours},
};

/**
 * Draws a Vega-Lite chart as SVG, without a browser.
 *
 * @throws {MissingPackage} where Vega is not installed.
 */
export async function renderChart(spec: TopLevelSpec): Promise<string> {
  const {View, parse, compile} = await loadVega();
  const view = new View(parse(compile(spec, {config}).spec), {renderer: 'none'});
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

async function loadVega() {
  try {
    const [{View, parse}, {compile}] = await Promise.all([import('vega'), import('vega-lite')]);
    return {View, parse, compile};
  } catch (error) {
    throw whatToInstall(error, 'charts need', 'vega@6 vega-lite@6');
  }
}
