import {View, parse} from 'vega';
import {compile} from 'vega-lite';
import type {Config, TopLevelSpec} from 'vega-lite';

/** Told apart by people who see few colours, and readable on white and on black (Okabe and Ito's, adapted). */
const colours = ['#3a87d9', '#e07b1a', '#18a06f', '#c65fa6', '#a88f00', '#7a6ff0'];

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

/** Draws a Vega-Lite chart as SVG, without a browser. */
export async function renderChart(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec, {config}).spec), {renderer: 'none'});
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
