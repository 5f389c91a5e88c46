import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A line chart that follows its box and the theme.
 *
 * @param {HTMLElement} box Its size is the chart's.
 * @param {{x: string, y: string, series: Array<{label: string, colour: string, dash?: number[]}>, range?: {x?: Function, y?: Function}}} options
 *   `colour` is the name of a CSS variable.
 * @returns `set(data)` with uPlot's columns, and `stop()`.
 */
export function chart(box, {x, y, series, range = {}}) {
  let data = [[], ...series.map(() => [])];
  let plot;
  function draw() {
    plot?.destroy();
    const axis = {
      stroke: colour('--vp-c-text-2'),
      grid: {stroke: colour('--vp-c-divider'), width: 1},
      ticks: {show: false},
      font: '12px system-ui, sans-serif',
      labelFont: '12px system-ui, sans-serif',
      labelSize: 18,
    };
    plot = new uPlot(
      {
        width: box.clientWidth,
        height: box.clientHeight,
        cursor: {show: false},
        legend: {show: false},
        scales: {x: {time: false, range: range.x}, y: {range: range.y}},
        axes: [
          {...axis, label: x, size: 28},
          {...axis, label: y, size: 40},
        ],
        series: [
          {},
          ...series.map((each) => ({
            label: each.label,
            stroke: colour(each.colour),
            width: 2,
            dash: each.dash,
            points: {show: false},
            spanGaps: true,
          })),
        ],
      },
      data,
      box,
    );
  }
  draw();
  const theme = new MutationObserver(draw);
  theme.observe(document.documentElement, {attributeFilter: ['class']});
  const size = new ResizeObserver(() => plot.setSize({width: box.clientWidth, height: box.clientHeight}));
  size.observe(box);
  return {
    set(columns) {
      data = columns;
      plot.setData(data);
    },
    stop() {
      theme.disconnect();
      size.disconnect();
      plot.destroy();
    },
  };
}
