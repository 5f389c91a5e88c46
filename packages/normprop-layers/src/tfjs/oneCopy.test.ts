import * as tfl from '@tensorflow/tfjs-layers';
import {lstm} from '../index.js';

type Layers = typeof tfl;

test('a model of another copy of tfjs-layers is told so', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {}); // tfjs sees itself twice
  let other: Layers | undefined;
  jest.isolateModules(() => {
    other = jest.requireActual<Layers>('@tensorflow/tfjs-layers');
  });
  warn.mockRestore();
  const layer = lstm({units: 2, inputShape: [3, 1]}) as never;
  const message =
    'two copies of @tensorflow/tfjs-layers are loaded: npm ls @tensorflow/tfjs-layers shows where they come from';
  expect(() => other!.sequential({layers: [layer]})).toThrow(message);
  expect(() =>
    other!.layers.bidirectional({layer, mergeMode: 'concat'}).apply(other!.input({shape: [3, 1]})),
  ).toThrow();
  expect(() => tfl.sequential({layers: [lstm({units: 2, inputShape: [3, 1]})]})).not.toThrow();
});
