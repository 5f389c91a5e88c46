import {fitsTexture} from './chooseForWebGL.js';

it('takes calls whose states fit in a texture: 7 T·B·H numbers at most', () => {
  const sizes = {timeSteps: 100, batch: 64, inputSize: 50, normalised: false};
  expect(fitsTexture({...sizes, units: 374}, 4096)).toBe(true); // 16.76 million of 16.78
  expect(fitsTexture({...sizes, units: 375}, 4096)).toBe(false);
  expect(fitsTexture({...sizes, units: 375}, 8192)).toBe(true);
});
