import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {tensor} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** A tensor in a golden file (`golden/generate.py`), in float64. */
export interface GoldenTensor {
  shape: number[];
  values: number[];
}

/** Reads `golden/<name>.json`. */
export const goldenFile = <T>(name: string): T =>
  JSON.parse(readFileSync(join(__dirname, `golden/${name}.json`), 'utf8')) as T;

export const toTensor = <T extends Tensor>({values, shape}: GoldenTensor): T =>
  tensor(values, shape, 'float32') as T;

/** Fails unless each value is within rtol·|expected| + atol. */
export async function expectClose(
  actual: Tensor,
  {shape, values}: GoldenTensor,
  {rtol = 2e-5, atol = 2e-6, what = ''} = {},
): Promise<void> {
  expect([what, ...actual.shape]).toEqual([what, ...shape]);
  const got = await actual.data();
  const misses = values
    .map((value, i) => ({i, value, got: got[i]}))
    .filter(({value, got}) => !(Math.abs(got - value) <= rtol * Math.abs(value) + atol));
  expect({what, misses: misses.slice(0, 3), count: misses.length}).toEqual({what, misses: [], count: 0});
}
