// 300 random stacks of everything that the format knows against its equations in float64: run and step, one row and several.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {modelFromBytes} from '../src/index.js';
import {randomInput, randomModel} from './randomModel.js';
import {referenceRun} from './reference.js';
import {writeModel} from './writeFile.js';

const T = 6;
const SEEDS = Array.from({length: 300}, (_, seed) => seed);

const plain = new WebAssembly.Module(
  readFileSync(join(__dirname, '../../normprop-kernels/src/generated/stream.wasm')),
);

test.each([
  ['the fastest build', 1, undefined],
  ['the fastest build', 3, undefined],
  ['plain SIMD', 1, plain],
  ['plain SIMD', 3, plain],
])('random models give what the equations give, %s, batch %i', (_build, batch, module) => {
  let streamed = 0;
  let nonzero = 0;
  for (const seed of SEEDS) {
    const model = randomModel(seed);
    const x = randomInput(model, batch * T, seed);
    const width = x.length / batch / T;
    const runtime = modelFromBytes(writeModel(model), {module});
    const rowOf = (b: number, t: number): number[] =>
      Array.from(x.subarray((b * T + t) * width, (b * T + t + 1) * width));
    const expected = Array.from({length: batch}, (_, b) =>
      referenceRun(
        model,
        Array.from({length: T}, (_, t) => rowOf(b, t)),
      ),
    ); // [B][T or 1][N]
    const close = (got: ArrayLike<number>, wanted: number[], what: string): void => {
      expect(got.length).toBe(wanted.length);
      wanted.forEach((value, i) => {
        // relu and linear heads may give numbers above 1
        if (!(Math.abs(got[i] - value) <= 1e-5 * Math.max(1, Math.abs(value))))
          throw new Error(
            `seed ${seed}, ${what}: expected ${value} at ${i}, got ${got[i]}\n${JSON.stringify(model.layers.map(({tensors: _, ...rest}) => rest))}`,
          );
        if (Math.abs(value) > 1e-3) nonzero++;
      });
    };
    close(runtime.run(x, {timeSteps: T, batch}), expected.flat(2), 'run');
    if (!runtime.streams) continue;
    streamed++;
    const stream = runtime.stream({batch});
    for (let t = 0; t < T; t++) {
      const y = stream.step(Array.from({length: batch}, (_, b) => rowOf(b, t)).flat());
      if (model.output.sequence)
        close(
          y,
          expected.flatMap((rows) => rows[t]),
          `step ${t}`,
        );
      else if (t === T - 1) close(y, expected.flat(2), 'the last step');
    }
    stream.dispose();
  }
  expect(streamed).toBeGreaterThan(150);
  expect(nonzero).toBeGreaterThan(5000);
});
