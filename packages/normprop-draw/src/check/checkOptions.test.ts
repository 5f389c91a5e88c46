import {zeros} from '@tensorflow/tfjs-core';
import type {Tensor4D} from '@tensorflow/tfjs-core';
import {smallDraw} from '../../test/support.js';
import * as ours from '../index.js';

describe('an option that is not there', () => {
  let images: Tensor4D;
  beforeAll(() => {
    images = zeros([2, 6, 6, 1]);
  });
  const x = {x: 1} as object;
  const sizes = {glimpses: 3, latentSize: 4, seed: 1, images: 2};

  test.each<[string, () => unknown]>([
    ['draw', () => smallDraw({...x})],
    ['fitDraw', () => ours.fitDraw(smallDraw(), images, {epochs: 1, ...x})],
    ['evaluateDraw', () => ours.evaluateDraw(smallDraw(), images, {...x})],
    ['generate', () => ours.generate(smallDraw(), {count: 1, ...x})],
    ['reconstruct', () => ours.reconstruct(smallDraw(), images, {...x})],
    ['runGlimpses', () => ours.runGlimpses(smallDraw(), images, ours.latentNoise(sizes), {...x})],
    ['runGlimpses', () => ours.drawBound(smallDraw(), images, ours.latentNoise(sizes), {...x})],
    ['latentNoise', () => ours.latentNoise({...sizes, ...x})],
  ])('of %s is refused', async (of, call) => {
    await expect(Promise.resolve().then(call)).rejects.toThrow(`${of}: no option 'x'; there are `);
  });

  test('and so is no object', async () => {
    await expect(ours.evaluateDraw(smallDraw(), images, null as never)).rejects.toThrow(
      'evaluateDraw: expected an object, got null',
    );
  });
});
