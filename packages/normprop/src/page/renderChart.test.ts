import {renderChart} from './renderChart.js';

describe('renderChart', () => {
  test('draws a chart without a browser, in the page’s own text colour', async () => {
    const svg = await renderChart({
      data: {
        values: [
          {x: 1, y: 2},
          {x: 2, y: 3},
        ],
      },
      mark: 'line',
      encoding: {
        x: {field: 'x', type: 'quantitative', title: 'updates'},
        y: {field: 'y', type: 'quantitative'},
      },
    });
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('>updates</text>');
    expect(svg).toContain('currentColor');
  });
});
