import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import * as ours from '../src/index.js';
import type {LSTMArgs, LSTMCellArgs, NormalizedLSTM, NormalizedLSTMCell} from '../src/index.js';

/** One model of the comparison, as the conformance suite drives it. */
export interface ModelCase {
  id: string;
  layerClass: string;
  cellClass: string;
  layer: (args: LSTMArgs) => NormalizedLSTM;
  cell: (args: LSTMCellArgs) => NormalizedLSTMCell;
}

/** All five models; every conformance test runs over this list. */
export const models: ModelCase[] = [
  {
    id: 'lstm',
    layerClass: 'BaselineLSTM',
    cellClass: 'BaselineLSTMCell',
    layer: ours.lstm,
    cell: ours.lstmCell,
  },
  {
    id: 'weightNorm',
    layerClass: 'WeightNormLSTM',
    cellClass: 'WeightNormLSTMCell',
    layer: ours.weightNormLSTM,
    cell: ours.weightNormLSTMCell,
  },
  {
    id: 'normProp',
    layerClass: 'NormPropLSTM',
    cellClass: 'NormPropLSTMCell',
    layer: ours.normPropLSTM,
    cell: ours.normPropLSTMCell,
  },
  {
    id: 'layerNorm',
    layerClass: 'LayerNormLSTM',
    cellClass: 'LayerNormLSTMCell',
    layer: ours.layerNormLSTM,
    cell: ours.layerNormLSTMCell,
  },
  {
    id: 'batchNorm',
    layerClass: 'BatchNormLSTM',
    cellClass: 'BatchNormLSTMCell',
    // Rows for the sequences of these tests; the default of 100 only makes them slower.
    layer: (args) => ours.batchNormLSTM({maxTimeSteps: sizes.timeSteps, ...args}),
    cell: ours.batchNormLSTMCell,
  },
];

/** Sizes of the test sequences. */
export const sizes = {batch: 3, timeSteps: 5, features: 4, units: 6};

/** Normal numbers from a seed. */
export function normal(shape: number[], seed: number): Tensor {
  return tfc.randomNormal(shape, 0, 1, 'float32', seed);
}

/**
 * Moves every weight of a built layer away from its first value, so that equal outputs mean something.
 *
 * Population statistics get the same values in every row, so that a cell, which has one row, can have them too.
 */
export function randomize(layer: tfl.layers.Layer, seed = 100): void {
  tfc.tidy(() => {
    layer.weights.forEach((weight, i) => {
      const noise = (shape: number[]) => tfc.mul(normal(shape, seed + i), 0.2);
      const value = weight.read();
      if (weight.originalName.endsWith('population_updates')) return;
      if (weight.originalName.includes('population_')) {
        weight.write(tfc.add(value, tfc.abs(noise([1, value.shape[1]!]))));
      } else if (weight.originalName.endsWith('_variance')) {
        weight.write(tfc.add(value, tfc.abs(noise(value.shape))));
      } else weight.write(tfc.add(value, noise(value.shape)));
    });
  });
}

/** Copies the weights of one layer to another; of population statistics as many rows as fit. */
export function copyWeights(from: tfl.layers.Layer, to: tfl.layers.Layer): void {
  tfc.tidy(() => {
    to.weights.forEach((weight, i) => {
      const value = from.weights[i].read();
      const rows = weight.shape[0]!;
      weight.write(value.shape[0] > rows ? tfc.slice(value, 0, rows) : value);
    });
  });
}

/** Throws unless two tensors agree within the tolerance everywhere; the message says where they do not. */
export async function expectClose(got: Tensor, want: Tensor, tolerance = 1e-5): Promise<void> {
  expect(got.shape).toEqual(want.shape);
  const [a, b] = [await got.data(), await want.data()];
  let worst = 0;
  // A NaN is never close.
  for (let i = 0; i < a.length; i++)
    worst = Math.max(worst, Number.isNaN(a[i] - b[i]) ? Infinity : Math.abs(a[i] - b[i]));
  expect(worst).toBeLessThan(tolerance);
}

/** Largest difference of two tensors of equal shape. */
export async function distance(a: Tensor, b: Tensor): Promise<number> {
  const furthest = tfc.tidy(() => tfc.max(tfc.abs(tfc.sub(a, b))));
  const [value] = await furthest.data();
  furthest.dispose();
  return value;
}

/**
 * Throws unless two tensors have the same bits. On webgl and webgpu, which compute small tensors wherever they lie, with the
 * CPU or not, the tolerance is 1e-5 instead.
 */
export async function expectSame(got: Tensor, want: Tensor): Promise<void> {
  if (tfc.getBackend().startsWith('webg')) await expectClose(got, want);
  else expect(await got.data()).toEqual(await want.data());
}
