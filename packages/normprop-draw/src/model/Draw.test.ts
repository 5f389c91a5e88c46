import {
  add,
  clone,
  memory,
  minimum,
  mul,
  norm,
  sum,
  tensor,
  tensor1d,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type {Tensor4D, Variable} from '@tensorflow/tfjs-core';
import {models, smallDraw, stripes} from '../../test/support.js';
import {drawBound} from '../bound/drawBound.js';
import {latentNoise} from '../latent/latentNoise.js';
import {normals} from '../random/normals.js';
import {Draw, draw} from './Draw.js';
import {runGlimpses} from './runGlimpses.js';

describe('draw', () => {
  test('has the paper’s sizes by default', () => {
    const model = draw({imageShape: [28, 28]});
    expect(model.config).toMatchObject({
      imageShape: [28, 28, 1],
      glimpses: 64,
      latentSize: 100,
      attention: true,
      readSize: 2,
      writeSize: 5,
      encoder: {model: 'normProp', units: 256, gammaX: 0.5, gammaH: 0.5, gammaC: 0.5},
      decoder: {model: 'normProp', units: 256},
    });
    const shapes = Object.fromEntries(model.namedWeights.map(({name, variable}) => [name, variable.shape]));
    expect(shapes).toMatchObject({
      'encoder/kernel': [2 * 4 + 256, 1024],
      'decoder/kernel': [100, 1024],
      'read/kernel': [256, 5],
      'latent/kernel': [256, 200],
      'write/kernel': [256, 5 + 25],
      'write/bias': [30],
    });
    model.dispose();
  });

  test('its config is JSON and makes the same network', () => {
    for (const model of models) {
      const first = smallDraw({cell: {model, zoneoutCell: 0.1}, decoder: {units: 5}});
      const config = JSON.parse(JSON.stringify(first.config)) as typeof first.config;
      const second = new Draw(config);
      expect(second.config).toEqual(first.config);
      expect(config.encoder).toMatchObject({model, units: 8, zoneoutCell: 0.1});
      expect(config.decoder).toMatchObject({model, units: 5});
      expect(second.namedWeights.map(({name, variable}) => [name, ...variable.shape])).toEqual(
        first.namedWeights.map(({name, variable}) => [name, ...variable.shape]),
      );
    }
  });

  test('the same seed gives the same weights, and no two parts the same', async () => {
    const values = async (seed: number) =>
      await Promise.all(
        smallDraw({seed}).namedWeights.map(async ({variable}) => Array.from(await variable.read().data())),
      );
    expect(await values(1)).toEqual(await values(1));
    expect(await values(2)).not.toEqual(await values(1));
    const same = smallDraw({latentSize: 16, readSize: 2, encoder: {units: 8}, decoder: {units: 8}});
    const kernels = await Promise.all(
      same.namedWeights
        .filter(({name}) => name.endsWith('/kernel') || name.endsWith('recurrent_kernel'))
        .map(async ({variable}) => (await variable.read().data())[0]),
    );
    expect(new Set(kernels).size).toBe(kernels.length);
  });

  test('unit columns: by default where columns are normalised, else on request', async () => {
    const norms = async (args: Parameters<typeof smallDraw>[0]) => {
      const {variable} = smallDraw(args).namedWeights.find(({name}) => name === 'decoder/kernel')!;
      return await norm(variable.read(), 2, 0).data();
    };
    const isUnit = (values: ArrayLike<number>) => Array.from(values).every((v) => Math.abs(v - 1) < 1e-5);
    expect(isUnit(await norms({cell: {model: 'normProp'}}))).toBe(true);
    expect(isUnit(await norms({cell: {model: 'normProp'}, unitNorm: false}))).toBe(false);
    expect(isUnit(await norms({cell: {model: 'lstm'}}))).toBe(false);
    expect(isUnit(await norms({cell: {model: 'lstm'}, unitNorm: true}))).toBe(true);
  });

  test('setWeights sets by name, all or none', async () => {
    const model = smallDraw();
    const bias = model.namedWeights.find(({name}) => name === 'read/bias')!.variable;
    model.setWeights({'read/bias': tensor1d([1, 2, 3, 4, 5])});
    expect(Array.from(await bias.read().data())).toEqual([1, 2, 3, 4, 5]);
    const two = {'read/bias': tensor1d([0, 0, 0, 0, 0]), 'read/none': tensor1d([1])};
    expect(() => model.setWeights(two)).toThrow('read/none: this network has no such weight');
    expect(() => model.setWeights({'read/bias': tensor1d([1])})).toThrow(
      'read/bias: expected shape [5], got [1]',
    );
    expect(Array.from(await bias.read().data())).toEqual([1, 2, 3, 4, 5]);
  });

  test('dispose frees all', () => {
    const {numTensors} = memory();
    for (const model of models) smallDraw({cell: {model}}).dispose();
    smallDraw({attention: false}).dispose();
    expect(memory().numTensors).toBe(numTensors);
  });

  test.each([
    [{glimpses: 0}, 'glimpses: expected an integer of at least 1, got 0'],
    [
      {imageShape: undefined},
      'imageShape: expected [height, width] or [height, width, channels], got undefined',
    ],
    [{imageShape: [28]}, 'imageShape: expected [height, width] or [height, width, channels], got [28]'],
    [{attention: 'no'}, 'attention: expected true or false, got "no"'],
    [{toString: 1}, "draw: no option 'toString'"],
    [{cell: {model: 'toString'}}, 'decoder.model: expected one of lstm, weightNorm'],
    [{imageShape: [28, 0]}, 'width: expected an integer of at least 1, got 0'],
    [{readSize: 1.5}, 'readSize: expected an integer of at least 1, got 1.5'],
    [{colour: true}, "draw: no option 'colour'; there are imageShape, glimpses,"],
    [
      {cell: {model: 'gru'}},
      "decoder.model: expected one of lstm, weightNorm, normProp, layerNorm, batchNorm, got 'gru'",
    ],
    [{cell: {units: 0}}, 'units: expected'],
    [{cell: {model: 'lstm', gammaX: 1}}, "no option 'gammaX'"],
    [{cell: {gammaX: -1}}, 'gammaX: expected'],
    [{seed: 0.5}, 'seed: expected an integer, got 0.5'],
  ])('%j is refused', (args, message) => {
    expect(() => smallDraw(args as never)).toThrow(message);
  });
});

describe('runGlimpses', () => {
  test('images or noise of a wrong shape say so', () => {
    const model = smallDraw();
    const noise = latentNoise({...model.config, seed: 1, images: 2});
    expect(() => runGlimpses(model, stripes(3), noise)).toThrow(
      'images: expected shape [2,6,6,1], got [3,6,6,1]',
    );
    const other = latentNoise({glimpses: 3, latentSize: 5, seed: 1, images: 2});
    expect(() => runGlimpses(model, null, other)).toThrow('noise: expected shape [any,any,4], got [3,2,5]');
  });

  test.each(models)('%s: the slope of the bound along each weight is its gradient', async (cell) => {
    const model = smallDraw({imageShape: [4, 5, 2], cell: {model: cell, units: 5}});
    const images = tensor(normals(4 * 40, 1).map(Math.abs), [4, 4, 5, 2]) as Tensor4D;
    const clipped = minimum(images, 1) as Tensor4D;
    const noise = latentNoise({...model.config, seed: 1, images: 4});
    // Away from the tiny first weights, with which most slopes are too small to measure.
    model.setWeights(
      Object.fromEntries(
        model.namedWeights
          .filter(({name}) => /^(read|latent|write)/.test(name))
          .map(({name, variable}, i) => {
            const {size, shape} = variable.read();
            return [
              name,
              tensor(
                normals(size, 2 + i).map((value) => 0.3 * value),
                shape,
              ),
            ];
          }),
      ),
    );
    const bound = () => drawBound(model, clipped, noise, {training: true}).bound;
    const {grads} = variableGrads(bound, model.variables);
    for (const [which, {name, variable}] of model.namedWeights.entries()) {
      if (!variable.trainable) continue;
      const weight = variable.read();
      const along = normals(weight.size, 20 + which);
      const length = Math.hypot(...along);
      const direction = tensor(
        along.map((value) => value / length),
        weight.shape,
      );
      const from = clone(weight);
      const at = async (step: number): Promise<number> => {
        model.setWeights({[name]: add(from, mul(step, direction))});
        return (await bound().data())[0];
      };
      const slope = ((await at(1e-2)) - (await at(-1e-2))) / 2e-2;
      model.setWeights({[name]: from});
      const [expected] = await sum(mul(grads[(weight as Variable).name], direction)).data();
      // Float32: the bound of about 30 is right to 1e-5, so its slope to 1e-3; the step's own error is of third order.
      const isClose = Math.abs(slope - expected) < 1e-2 * Math.abs(expected) + 3e-3;
      expect({
        name,
        slope: isClose ? 'as expected' : slope,
        expected: isClose ? 'as expected' : expected,
      }).toEqual({
        name,
        slope: 'as expected',
        expected: 'as expected',
      });
    }
  });
});
