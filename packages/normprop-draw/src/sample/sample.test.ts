import {memory} from '@tensorflow/tfjs-core';
import {models, smallDraw, stripes} from '../../test/support.js';
import {generate} from './generate.js';
import {reconstruct} from './reconstruct.js';

const isProbability = (value: number) => value > 0 && value < 1;

describe('generate', () => {
  test.each(models)('%s: canvases and writing windows of every glimpse', async (cell) => {
    const model = smallDraw({cell: {model: cell}});
    const {numTensors} = memory();
    const {canvases, writeWindows, readWindows} = await generate(model, {count: 2, seed: 7});
    expect(memory().numTensors).toBe(numTensors + 1);
    expect(canvases.shape).toEqual([3, 2, 6, 6, 1]);
    expect(Array.from(await canvases.data()).every(isProbability)).toBe(true);
    expect(readWindows).toEqual([]);
    expect(writeWindows.map((glimpse) => glimpse.length)).toEqual([2, 2, 2]);
    // Tiny first weights: a window in the middle whose 3 x 3 filters tile the 6 x 6 pixels, two pixels a filter each way;
    // intensity 1/4 gives the patch back with its own values.
    const [{centreX, centreY, stride, deviation, intensity}] = writeWindows[0];
    [centreX - 3.5, centreY - 3.5, stride - 2, deviation - 1, intensity - 1 / 4].forEach((difference) =>
      expect(Math.abs(difference)).toBeLessThan(0.3),
    );
    canvases.dispose();
  });

  test('an image depends on seed and number alone, and may have more glimpses', async () => {
    const model = smallDraw();
    const [two, four] = [
      await generate(model, {count: 2, seed: 7}),
      await generate(model, {count: 4, seed: 7, glimpses: 5}),
    ];
    expect(four.canvases.shape).toEqual([5, 4, 6, 6, 1]);
    const [a, b] = [await two.canvases.data(), await four.canvases.data()];
    for (let i = 0; i < 72; i++) expect(b[i]).toBeCloseTo(a[i], 6);
    expect(await (await generate(model, {count: 2, seed: 8})).canvases.data()).not.toEqual(a);
    await expect(generate(model, {count: 0})).rejects.toThrow('images: expected an integer of at least 1');
  });
});

describe('reconstruct', () => {
  test('canvases and both windows of every glimpse', async () => {
    const model = smallDraw();
    const images = stripes(3);
    const {numTensors} = memory();
    const {canvases, readWindows, writeWindows} = await reconstruct(model, images, {seed: 1});
    expect(memory().numTensors).toBe(numTensors + 1);
    expect(canvases.shape).toEqual([3, 3, 6, 6, 1]);
    expect(readWindows.map((glimpse) => glimpse.length)).toEqual([3, 3, 3]);
    expect(writeWindows.map((glimpse) => glimpse.length)).toEqual([3, 3, 3]);
    // Before the first glimpse the decoder's state is 0, so that the first window is that of the bias.
    const tiles = {centreX: 3.5, centreY: 3.5, stride: 3, deviation: 1.5, intensity: 1};
    for (const [name, value] of Object.entries(tiles)) {
      expect(readWindows[0][0][name as keyof typeof tiles]).toBeCloseTo(value, 5);
    }
    canvases.dispose();
  });

  test('without attention there are no windows', async () => {
    const {readWindows, writeWindows, canvases} = await reconstruct(
      smallDraw({attention: false}),
      stripes(1),
    );
    expect([readWindows, writeWindows]).toEqual([[], []]);
    expect(canvases.shape).toEqual([3, 1, 6, 6, 1]);
  });
});
