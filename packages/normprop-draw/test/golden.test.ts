import {tensor, variableGrads} from '@tensorflow/tfjs-core';
import type {Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import {draw, drawBound, runGlimpses, type DrawConfig} from '../src/index.js';
import {expectClose, goldenFile, toTensor, type GoldenTensor} from './goldenFile.js';

interface Golden {
  case: Omit<DrawConfig, 'encoder' | 'decoder'> & {encoder: string; decoder: string};
  variances: {cell: number; hidden: number};
  weights: Record<string, GoldenTensor>;
  images: GoldenTensor;
  noise: GoldenTensor;
  bound: number;
  outputs: Record<'perImage' | 'klPerGlimpse' | 'canvases', GoldenTensor> &
    Partial<Record<'readNumbers' | 'writeNumbers', GoldenTensor>>;
  grads: Record<string, GoldenTensor>;
}

function build(golden: Golden) {
  const {encoder, decoder, ...sizes} = golden.case;
  const model = draw({
    ...sizes,
    encoder: {model: encoder as never, units: 4},
    decoder: {model: decoder as never, units: 5},
    unitNorm: false,
  });
  const weights = Object.fromEntries(
    Object.entries(golden.weights).map(([name, value]) => [name, toTensor(value)]),
  );
  for (const {name, variable} of model.namedWeights) {
    const constant = /cell_variance$/.test(name) ? golden.variances.cell : golden.variances.hidden;
    if (/_variance$/.test(name) && !name.includes('population')) {
      weights[name] = tensor(new Array<number>(variable.shape[0]!).fill(constant));
    }
  }
  model.setWeights(weights);
  return {
    model,
    images: toTensor<Tensor4D>(golden.images),
    noise: toTensor<Tensor3D>(golden.noise),
  };
}

// Float32 against float64, through three glimpses and two cells; wider where Batch Norm divides by the deviation of four rows.
const tolerance = (name: string) =>
  name === 'batchNorm' ? {rtol: 2e-3, atol: 2e-4} : {rtol: 2e-4, atol: 2e-5};

describe.each(['normProp', 'weightNorm', 'lstm', 'layerNorm', 'batchNorm', 'mixedNoAttention'])(
  'DRAW against an independent program in float64: %s',
  (name) => {
    const golden = goldenFile<Golden>(name);

    test('every trainable weight is in the golden file', () => {
      const {model} = build(golden);
      const names = model.namedWeights
        .filter(({variable}) => variable.trainable)
        .map(({name}) => name)
        .sort();
      expect(names).toEqual(Object.keys(golden.grads).sort());
    });

    test('canvases, windows and the bound', async () => {
      const {model, images, noise} = build(golden);
      const run = runGlimpses(model, images, noise, {training: true});
      const each = async (key: 'canvases' | 'readNumbers' | 'writeNumbers') => {
        const expected = golden.outputs[key];
        expect(run[key]).toHaveLength(expected?.shape[0] ?? 0);
        for (const [t, actual] of run[key].entries()) {
          const size = actual.size;
          const glimpse = {shape: actual.shape, values: expected!.values.slice(t * size, (t + 1) * size)};
          await expectClose(actual, glimpse, {...tolerance(name), what: `${key} ${t}`});
        }
      };
      for (const key of ['canvases', 'readNumbers', 'writeNumbers'] as const) await each(key);
      const result = drawBound(model, images, noise, {training: true});
      await expectClose(result.bound, {shape: [], values: [golden.bound]}, {what: 'bound'});
      await expectClose(result.perImage, golden.outputs.perImage, {what: 'perImage'});
      await expectClose(result.klPerGlimpse, golden.outputs.klPerGlimpse, {...tolerance(name), what: 'kl'});
      const [bound, reconstruction, kl] = await Promise.all(
        [result.bound, result.reconstruction, result.kl].map(async (value) => (await value.data())[0]),
      );
      expect(reconstruction + kl).toBeCloseTo(bound, 4);
    });

    test('every gradient', async () => {
      const {model, images, noise} = build(golden);
      const {grads} = variableGrads(
        () => drawBound(model, images, noise, {training: true}).bound,
        model.variables,
      );
      for (const {name: weight, variable} of model.namedWeights) {
        if (!variable.trainable) continue;
        const read = variable.read() as unknown as {name: string};
        await expectClose(grads[read.name], golden.grads[weight], {...tolerance(name), what: weight});
      }
    });
  },
);
