import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

// This file must not import normprop-layers before the first load.
const topology = {
  class_name: 'Sequential',
  config: {
    name: 'saved',
    layers: [{class_name: 'NormPropLSTM', config: {units: 2, batch_input_shape: [null, null, 3], name: 'a'}}],
  },
};

test('a saved model loads only once normprop-layers is imported, and the error names the class', async () => {
  const load = () => tfl.loadLayersModel(tfc.io.fromMemory({modelTopology: topology}));
  await expect(load()).rejects.toThrow(/Unknown layer: NormPropLSTM.*registerClass/s);
  await import('../src/index.js');
  const model = await load();
  expect((model.predict(tfc.ones([1, 4, 3])) as tfc.Tensor).shape).toEqual([1, 2]);
});
