// docs/variance-width.svg: how far Var[c] of a layer of finite width lies above the mean field, measured against estimated.
import {View, parse} from 'vega';
import {compile} from 'vega-lite';

/** @param points {estimate, excess, error, forgetBias}, relative. @returns the SVG's text */
export async function drawWidth(points, units) {
  const percent = {axis: {format: '%'}};
  const x = {field: 'estimate', type: 'quantitative', title: 'estimated excess τ·s·γh/(2H)', ...percent};
  const excess = `measured Var[c]/prediction − 1, ± standard error, H = ${units}`;
  const largest = Math.max(...points.map(({estimate}) => estimate));
  const {spec} = compile({
    width: 460,
    height: 340,
    background: 'white',
    data: {
      values: points.map((point) => ({
        ...point,
        low: point.excess - point.error,
        high: point.excess + point.error,
      })),
    },
    layer: [
      {
        data: {values: [{at: 0}, {at: largest}]},
        mark: {type: 'line', strokeDash: [4, 4], color: '#888'},
        encoding: {x: {...x, field: 'at'}, y: {field: 'at', type: 'quantitative'}},
      },
      {
        mark: {type: 'rule', opacity: 0.5},
        encoding: {
          x,
          y: {field: 'low', type: 'quantitative', title: excess, ...percent},
          y2: {field: 'high'},
        },
      },
      {
        mark: {type: 'point', filled: true},
        encoding: {
          x,
          y: {field: 'excess', type: 'quantitative'},
          color: {
            field: 'forgetBias',
            type: 'ordinal',
            title: 'forget bias',
            scale: {range: ['#0072b2', '#e69f00', '#d55e00']},
          },
        },
      },
    ],
  });
  return new View(parse(spec), {renderer: 'none'}).toSVG();
}
