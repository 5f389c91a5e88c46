import * as vega from 'vega';
import {compile} from 'vega-lite';

/** Colours and grey that can be read on white and on black. */
const colours = ['#0d9488', '#d97706', '#7c3aed', '#e11d48'];
const grey = '#7b8794';
const width = 360;

/** What is drawn, one below the other. */
const panels = [
  {field: 'cell', title: 'E[c²] against its value before the first update', scale: 'log'},
  {field: 'hidden', title: 'E[h²]'},
  {field: 'forgetGate', title: 'mean of the forget gate'},
  {field: 'saturated', title: 'share of i, f, o within 0.1 of 0 or 1'},
];

/** The quantities over the updates as an SVG of four panels, 360 wide so that a telephone shows it as it is. */
export async function pictureOf(lines) {
  const values = lines.flatMap(({name, points}) =>
    points.map((point) => ({...point, name, cell: point.cell / points[0].cell})),
  );
  const domain = lines.map(({name}) => name);
  const panel = ({field, title, scale = 'linear'}, index) => ({
    title: {text: title, anchor: 'start', fontSize: 13, color: grey},
    width: 300,
    height: 120,
    mark: {type: 'line', strokeWidth: 1.8},
    encoding: {
      x: {field: 'update', type: 'quantitative', title: index === panels.length - 1 ? 'update' : null},
      y: {
        field,
        type: 'quantitative',
        title: null,
        scale: scale === 'log' ? {type: 'log'} : {zero: false},
        axis: {tickCount: 4},
      },
      color: {
        field: 'name',
        type: 'nominal',
        scale: {domain, range: colours},
        legend: {orient: 'top', columns: 1, title: null},
      },
      strokeDash: {field: 'name', type: 'nominal', scale: {domain}},
    },
  });
  const {spec} = compile({
    data: {values},
    background: 'transparent',
    vconcat: panels.map(panel),
    config: {
      view: {stroke: null},
      axis: {
        labelColor: grey,
        titleColor: grey,
        gridColor: '#9aa5b133',
        domainColor: grey,
        tickColor: grey,
        labelFontSize: 12,
      },
      legend: {labelColor: grey, labelFontSize: 13, labelLimit: 400, disable: false, symbolStrokeWidth: 2.5},
    },
  });
  const svg = await new vega.View(vega.parse(spec), {renderer: 'none'}).toSVG();
  // Without a canvas Vega guesses too wide a text, and leaves room for it on the right.
  return svg.replace(
    /width="\d+" height="(\d+)" viewBox="0 0 \d+ /,
    `width="${width}" height="$1" viewBox="0 0 ${width} `,
  );
}
