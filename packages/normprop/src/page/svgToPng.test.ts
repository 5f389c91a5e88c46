import {PNG} from 'pngjs';
import {renderChart} from './renderChart.js';
import {svgToPng} from './svgToPng.js';

const draw = async (svg: string, scale?: number): Promise<PNG> =>
  PNG.sync.read(Buffer.from(await svgToPng(svg, {scale})));

/** Pixels that are not white. */
function inked({data}: PNG): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at] < 200 || data[at + 1] < 200 || data[at + 2] < 200) count++;
  return count;
}

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">${content}</svg>`;

describe('svgToPng', () => {
  test('is as large as the SVG times the scale, on white, with shapes in their colours', async () => {
    const picture = await draw(svg('<rect width="30" height="20" fill="#ff0000"/>'), 3);
    expect([picture.width, picture.height]).toEqual([180, 60]);
    expect([...picture.data.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    expect([...picture.data.subarray(-4)]).toEqual([255, 255, 255, 255]);
  });

  test('draws letters in any family, and those that charts here use: γ, ∂, ‖, −, ², ⊙', async () => {
    for (const letter of ['a', 'γ', '∂', '‖', '−', '²', '⊙', 'σ', '√', '…'])
      for (const family of ['system-ui, sans-serif', 'monospace', 'Unheard Of']) {
        const picture = await draw(svg(`<text x="5" y="15" font-family="${family}">${letter}</text>`));
        expect([letter, family, inked(picture) > 3]).toEqual([letter, family, true]);
      }
  });

  test("draws a chart's own colourless text and axes in black", async () => {
    const chart = await renderChart({
      data: {values: [{x: 1, y: 2}]},
      mark: {type: 'point', opacity: 0},
      encoding: {x: {field: 'x', type: 'quantitative', title: 'updates'}},
    });
    expect(inked(await draw(chart, 1))).toBeGreaterThan(100);
  });

  test('two at once', async () => {
    const [one, two] = await Promise.all([
      svgToPng(svg('<circle r="5"/>')),
      svgToPng(svg('<circle r="5"/>')),
    ]);
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });

  test('says what is wrong', async () => {
    await expect(svgToPng('not a picture')).rejects.toThrow(/^svg: cannot be drawn \(/);
    await expect(svgToPng(svg(''), {scale: 0})).rejects.toThrow('scale: expected a positive number, got 0');
  });
});
