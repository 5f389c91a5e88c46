// Streams: the state carried, read, set, forked and reset; models side by side; what they refuse; nothing allocated in a step.
import {GCProfiler, setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {modelFromBytes} from '../src/index.js';
import {randomFloats, randomSymbols} from './random.js';
import {charModel, vectorModel} from './smallModels.js';
import {writeModel} from './writeFile.js';

const collect = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

describe('a stream', () => {
  const model = modelFromBytes(writeModel(vectorModel()));
  const [D, N] = [model.inputs[0].size, model.outputs[0].size];
  const x = randomFloats(20 * D, 1);
  const at = (t: number): Float32Array => x.subarray(t * D, (t + 1) * D);

  test('goes on from its own state as a whole sequence does', () => {
    const whole = model.run(x, {timeSteps: 20});
    const stream = model.stream();
    for (let t = 0; t < 20; t++)
      expect(Math.max(...stream.step(at(t)).map((v, i) => Math.abs(v - whole[t * N + i])))).toBeLessThan(
        1e-6,
      );
  });

  test('gives its own array each time', () => {
    const stream = model.stream();
    const y = stream.step(at(0));
    const kept = y.slice();
    expect(stream.step(at(1))).toBe(y);
    expect(y).not.toEqual(kept);
  });

  test('reset goes back to the start, for all rows or some', () => {
    const stream = model.stream({batch: 3});
    const step = (t: number): Float32Array => stream.step([...at(t), ...at(t), ...at(t)]).slice();
    const first = step(0);
    const second = step(1);
    stream.reset();
    expect(step(0)).toEqual(first);
    stream.reset([0, 2]);
    const mixed = step(1);
    const fresh = model.stream().step(at(1));
    expect(mixed.subarray(N, 2 * N)).toEqual(second.subarray(N, 2 * N));
    for (const row of [0, 2])
      expect(Math.max(...fresh.map((v, i) => Math.abs(v - mixed[row * N + i])))).toBeLessThan(1e-6);
    stream.reset(1);
    expect(() => stream.reset(3)).toThrow('rows: expected whole numbers from 0 to 2, got 3');
    expect(() => stream.reset([0.5])).toThrow('got 0.5');
  });

  test('its state can be read, kept as JSON-like data and set: a fork goes on alike', () => {
    const stream = model.stream();
    for (let t = 0; t < 5; t++) stream.step(at(t));
    const saved = structuredClone(stream.state);
    expect(saved.map(({name}) => name)).toEqual(['one', 'two']);
    expect(saved[0].hidden.some((v) => v !== 0)).toBe(true);
    const expected = [5, 6].map((t) => stream.step(at(t)).slice());
    const fork = model.stream();
    fork.state = saved;
    expect([5, 6].map((t) => fork.step(at(t)).slice())).toEqual(expected);
    stream.state = saved;
    expect(stream.step(at(5)).slice()).toEqual(expected[0]);
  });

  test('batch norm counts its steps row by row, in the state too', () => {
    const norm = modelFromBytes(writeModel(vectorModel('batchNorm')));
    const expected = norm.run(x, {timeSteps: 20});
    const stream = norm.stream({batch: 2});
    const both = (t: number): Float32Array => stream.step([...at(t), ...at(t)]).slice();
    both(0);
    both(1);
    stream.reset(1);
    expect(Array.from(stream.state[0].steps!)).toEqual([2, 0]);
    const y = stream.step([...at(2), ...at(0)]);
    for (let i = 0; i < N; i++) {
      expect(y[i]).toBeCloseTo(expected[2 * N + i], 5);
      expect(y[N + i]).toBeCloseTo(expected[i], 5);
    }
    const state = stream.state;
    state[0].steps = new Int32Array([0, 0]).subarray(1);
    expect(() => (stream.state = state)).toThrow(
      'state[0].steps: expected a Int32Array of 2, got Int32Array of 1',
    );
  });

  test('streams of one model do not touch each other, and survive growing memory', () => {
    const alone = model.stream();
    const expected = Array.from({length: 4}, (_, t) => alone.step(at(t)).slice());
    const stream = model.stream();
    const got = [];
    for (let t = 0; t < 4; t++) {
      got.push(stream.step(at(t)).slice());
      model.stream({batch: 2000}).step(randomFloats(2000 * D, t));
      model.run(randomFloats(500 * 100 * D, t), {timeSteps: 500, batch: 100});
    }
    expect(got).toEqual(expected);
  });

  test('refuses what does not fit', () => {
    const stream = model.stream({batch: 2});
    expect(() => stream.step(at(0))).toThrow(`x: expected ${2 * D} numbers [batch,size], got ${D}`);
    expect(() => stream.step(3)).toThrow('got one number');
    expect(() => model.stream({batch: 0})).toThrow('batch: expected a whole number from 1 on, got 0');
    expect(() => model.run(x, {timeSteps: 3})).toThrow(
      `x: expected ${3 * D} numbers, [batch,timeSteps,size] = [1,3,${D}], got ${20 * D}`,
    );
    expect(() => model.run(x, {timeSteps: 1.5})).toThrow(
      'timeSteps: expected a whole number from 1 on, got 1.5',
    );
    const {state} = stream;
    expect(() => (stream.state = state.slice(1))).toThrow('state: expected a list of 2 layers, got 1');
    expect(() => (stream.state = [{...state[0], name: 'other'}, state[1]])).toThrow(
      'state[0].name: expected \'one\', got "other"',
    );
    expect(() => (stream.state = [state[0], {...state[1], cell: new Float32Array(1)}])).toThrow(
      'state[1].cell: expected a Float32Array of 8, got Float32Array of 1',
    );
    expect(() => (stream.state = [state[0], {...state[1], hidden: undefined as never}])).toThrow(
      'state[1].hidden: expected a Float32Array of 8, got nothing',
    );
  });

  test('disposed: it and its model say so', () => {
    const one = modelFromBytes(writeModel(vectorModel()));
    const stream = one.stream();
    stream.step(at(0));
    one.dispose();
    expect(() => one.stream()).toThrow('model: disposed before use');
    expect(() => one.run(x, {timeSteps: 20})).toThrow('model: disposed before use');
    stream.step(at(1));
    stream.dispose();
    stream.dispose();
    expect(() => stream.step(at(2))).toThrow('stream: disposed before this step');
    expect(() => stream.state).toThrow('stream: disposed before use');
    expect(() => stream.reset()).toThrow('stream: disposed before use');
  });

  test('a model tells its shapes', () => {
    expect(model.inputs).toEqual([{name: 'x', kind: 'vectors', size: D, shape: [null, null, D]}]);
    expect(model.outputs).toEqual([{name: 'y', size: N, shape: [null, null, N]}]);
    expect(model.layers.map(({name, type, outputSize}) => `${type} ${name} ${outputSize}`)).toEqual([
      'normProp one 6',
      'layerNorm two 4',
      'dense head 3',
    ]);
  });
});

describe('symbols', () => {
  const model = modelFromBytes(writeModel(charModel()));

  test('as numbers, arrays and typed arrays', () => {
    const [a, b, c] = [model.stream(), model.stream(), model.stream()];
    expect(a.step(2).slice()).toEqual(b.step([2]).slice());
    expect(a.step(1).slice()).toEqual(c.step(Int32Array.of(2)) && c.step(Int32Array.of(1)).slice());
    expect(model.inputs[0].labels).toEqual([...'abcde']);
    expect(model.inputs[0].shape).toEqual([null, null]);
  });

  test.each([-1, 5, 0.5, NaN])('%s is none', (symbol) => {
    const stream = model.stream();
    expect(() => stream.step(symbol)).toThrow(`x: expected symbols from 0 to 4, got ${symbol}`);
    expect(() => stream.step([symbol])).toThrow(`got ${symbol}`);
    expect(() => model.run([0, symbol], {timeSteps: 2})).toThrow(`got ${symbol} at 1`);
  });

  test('a batch of them', () => {
    const x = randomSymbols(8, 5, 3);
    const whole = model.run(x, {timeSteps: 4, batch: 2});
    const stream = model.stream({batch: 2});
    for (let t = 0; t < 4; t++) {
      const y = stream.step([x[t], x[4 + t]]);
      for (let b = 0; b < 2; b++)
        for (let i = 0; i < 5; i++) expect(y[b * 5 + i]).toBeCloseTo(whole[(b * 4 + t) * 5 + i], 6);
    }
    expect(() => stream.step(1)).toThrow('x: expected 2 symbols [batch], got one number');
  });
});

test.each([
  ['vectors', vectorModel, randomFloats(4, 1)],
  ['symbols', charModel, 3],
] as const)('a million steps allocate nothing: %s', (_kind, make, x) => {
  const stream = modelFromBytes(writeModel(make())).stream();
  const run = (steps: number): void => {
    for (let i = 0; i < steps; i++) stream.step(x);
  };
  run(200_000); // until the optimising compiler is done
  collect();
  const profiler = new GCProfiler();
  const before = process.memoryUsage();
  profiler.start();
  run(1_000_000);
  const grown = process.memoryUsage().heapUsed - before.heapUsed;
  // 16 bytes a step, one number in a box, would be 16 MB, or collections that hide them
  expect(grown).toBeLessThan(500_000);
  expect(profiler.stop()!.statistics).toEqual([]);
  collect();
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(100_000);
});
