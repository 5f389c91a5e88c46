import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
// As a program does that only loads models: it names none of our classes.
import '../src/register.js';

test.each([
  ['NormPropLSTM', {units: 2}],
  ['BaselineLSTM', {units: 2}],
  ['WeightNormLSTM', {units: 2}],
  ['LayerNormLSTM', {units: 2}],
  ['BatchNormLSTM', {units: 2}],
  ['RNN', {cell: {class_name: 'NormPropLSTMCell', config: {units: 2}}}],
  ['Dense', {units: 2, kernel_constraint: {class_name: 'UnitNormColumns', config: {}}}],
  ['BatchDataNormalization', {}],
])('register alone makes %s known to loadLayersModel', async (className, config) => {
  const layers = [{class_name: className, config: {...config, batch_input_shape: [null, 4, 2], name: 'a'}}];
  const modelTopology = {class_name: 'Sequential', config: {name: 'saved', layers}};
  const model = await tfl.loadLayersModel(tfc.io.fromMemory({modelTopology}));
  expect(model.layers[0].getClassName()).toBe(className);
});
