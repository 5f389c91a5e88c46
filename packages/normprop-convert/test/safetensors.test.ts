import * as tfl from '@tensorflow/tfjs-layers';
import {normPropLSTM} from 'normprop-layers';
import {exportSafetensors, readSafetensors} from '../src/index.js';
import {readFixture} from './support/fixtures.js';
import {randomize} from './support/models.js';

/** A file from a header and the number of its value bytes. */
function file(header: unknown, valueBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + valueBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

test('a model is written under its Keras names, and read back to the bit', async () => {
  const model = tfl.sequential({
    layers: [
      normPropLSTM({units: 3, inputShape: [null, 2], name: 'np'}),
      tfl.layers.dense({units: 1, name: 'head'}),
    ],
  });
  randomize(model);
  const {tensors, metadata} = readSafetensors(await exportSafetensors(model, {made: 'here'}));
  expect(metadata).toEqual({made: 'here'});
  expect([...tensors.keys()]).toEqual([
    ...[
      'kernel',
      'recurrent_kernel',
      'bias',
      'gamma_x',
      'gamma_h',
      'gamma_c',
      'cell_variance',
      'hidden_variance',
    ].map((name) => `np/${name}`),
    'head/kernel',
    'head/bias',
  ]);
  for (const weight of model.weights) {
    const {shape, values} = tensors.get(weight.originalName)!;
    expect(shape).toEqual(weight.shape);
    expect(values).toEqual(await weight.read().data());
  }
});

test('weights by name, an empty one and a single number among them', async () => {
  const weights: Array<[string, {shape: number[]; values: Float32Array}]> = [
    ['none', {shape: [0, 3], values: new Float32Array(0)}],
    ['one', {shape: [], values: Float32Array.of(7)}],
  ];
  expect([...readSafetensors(await exportSafetensors(weights)).tensors]).toEqual(weights);
  await expect(exportSafetensors([['w', {shape: [2], values: new Float32Array(3)}]])).rejects.toThrow(
    "tensor 'w': shape [2] has 2 values, got 3",
  );
});

test.each(['torch-half', 'torch-bfloat', 'torch-double'])('%s: other floats become float32', (name) => {
  const {tensors} = readSafetensors(readFixture(`${name}.safetensors`).bytes);
  for (const {values} of tensors.values()) {
    expect(values).toBeInstanceOf(Float32Array);
    expect(values.every((value) => Math.abs(value) > 0 && Math.abs(value) < 1)).toBe(true); // uniform, ±1/√3
  }
});

test('halves: subnormals, infinities, NaN, signs', () => {
  const halves = [0x0001, 0x8001, 0x03ff, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x8000];
  const bytes = file({h: {dtype: 'F16', shape: [halves.length], data_offsets: [0, 22]}}, 22);
  const view = new DataView(bytes.buffer);
  halves.forEach((bits, i) => view.setUint16(bytes.length - 22 + 2 * i, bits, true));
  expect([...readSafetensors(bytes).tensors.get('h')!.values]).toEqual([
    2 ** -24,
    -(2 ** -24),
    1023 * 2 ** -24,
    2 ** -14,
    1,
    -2,
    65504,
    Infinity,
    -Infinity,
    NaN,
    -0,
  ]);
});

describe('damaged files', () => {
  const f32 = (shape: number[], ...data_offsets: number[]) => ({dtype: 'F32', shape, data_offsets});

  test.each<[string, Uint8Array, string]>([
    [
      'too short',
      new Uint8Array(5),
      'safetensors: byte 0: expected at least 8 bytes of a safetensors file, got 5',
    ],
    [
      'a header longer than the file',
      file('{}', 0).slice(0, 9),
      "byte 0: a header of 2 bytes does not fit the file's 9 bytes",
    ],
    ['a header that is no JSON', file('{"a":', 0), 'byte 8: the header is no JSON'],
    [
      'a header that is no object',
      file('[1]', 0),
      "byte 8: expected '{', the beginning of the header, got 91",
    ],
    [
      'metadata that are no strings',
      file({__metadata__: {a: 1}}, 0),
      '__metadata__.a: expected a string, got number',
    ],
    ['an entry that is no object', file({w: 3}, 0), "tensor 'w': dtype: expected one of F64, F32"],
    [
      'a dtype that there is not',
      file({w: {...f32([1], 0, 4), dtype: 'toString'}}, 4),
      'BOOL, got "toString"',
    ],
    [
      'a dtype that is none of floats',
      file({w: {...f32([1], 0, 8), dtype: 'I64'}}, 8),
      "tensor 'w': expected dtype F32, F16, BF16, F64, got I64",
    ],
    [
      'a shape that is none',
      file({w: f32([-1], 0, 4)}, 4),
      "tensor 'w': shape: expected a list of whole numbers, got [-1]",
    ],
    [
      'offsets the wrong way round',
      file({w: f32([1], 4, 0)}, 4),
      "tensor 'w': data_offsets: [4,0] lie outside the file's 4 bytes of values",
    ],
    [
      'a tensor beyond the end',
      file({w: f32([2], 0, 8)}, 4),
      "tensor 'w': data_offsets: [0,8] lie outside the file's 4 bytes of values",
    ],
    [
      'offsets that do not fit the shape',
      file({w: f32([3], 0, 8)}, 8),
      "tensor 'w': [3] of F32 takes 12 bytes, its data_offsets [0,8] give 8",
    ],
    [
      'a shape of more numbers than there are',
      file({w: f32([2 ** 40, 2 ** 40], 0, 8)}, 8),
      "tensor 'w': [1099511627776,1099511627776] of F32 takes",
    ],
    [
      'tensors that overlap',
      file({a: f32([2], 0, 8), b: f32([2], 4, 12)}, 12),
      "tensor 'b': it begins at byte 4 of the values, expected 8 (it overlaps another)",
    ],
    [
      'a gap',
      file({a: f32([1], 0, 4), b: f32([1], 8, 12)}, 12),
      "tensor 'b': it begins at byte 8 of the values, expected 4 (a gap)",
    ],
    ['bytes left over', file({a: f32([1], 0, 4)}, 8), '4 bytes that belong to no tensor'],
  ])('%s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });
});
