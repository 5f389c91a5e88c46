// Bad files: every kind of damage has an error that names the byte, tensor, layer or field.
import {modelFromBytes} from '../src/index.js';
import {decodeUtf8} from '../src/format/decodeUtf8.js';
import {toFloat32} from '../src/format/toFloat32.js';
import {randomFloats, randomNumbers} from './random.js';
import {charModel, recurrentLayer, vectorModel} from './smallModels.js';
import {withHeader, writeModel, writeSafetensors, type LayerToWrite, type ModelToWrite} from './writeFile.js';

const good = writeModel(vectorModel());
const opening = (file: Uint8Array) => () => modelFromBytes(file);
const lengthOf = (file: Uint8Array): number => Number(new DataView(file.buffer).getBigUint64(0, true));
const headerOf = (file: Uint8Array): Record<string, Record<string, unknown>> =>
  JSON.parse(Buffer.from(file.subarray(8, 8 + lengthOf(file))).toString()) as never;
const valuesOf = (file: Uint8Array): Uint8Array => file.subarray(8 + lengthOf(file));

/** The file with its header changed. */
function changed(change: (header: Record<string, Record<string, unknown>>) => void, file = good): Uint8Array {
  const header = headerOf(file);
  change(header);
  return withHeader(JSON.stringify(header), valuesOf(file));
}
/** The file with its description changed. */
const described = (change: (model: ReturnType<typeof modelOf>) => void, file = good): Uint8Array =>
  changed((header) => {
    const model = modelOf(file);
    change(model);
    header.__metadata__.model = JSON.stringify(model);
  }, file);
const modelOf = (file: Uint8Array) =>
  JSON.parse(headerOf(file).__metadata__.model as string) as {
    inputs: Record<string, unknown>[];
    outputs: Record<string, unknown>[];
    layers: Array<Record<string, unknown> & {tensors: Record<string, unknown>}>;
  } & Record<string, unknown>;

describe('bytes', () => {
  test('nothing, a few bytes, a file cut anywhere', () => {
    expect(opening(new Uint8Array(0))).toThrow(
      'byte 0: expected at least 8 bytes of a safetensors file, got 0',
    );
    expect(opening(good.subarray(0, 7))).toThrow('got 7');
    expect(opening(good.subarray(0, 100))).toThrow(
      /byte 0: a header of \d+ bytes does not fit the file's 100 bytes/,
    );
    for (let length = 0; length < good.length; length += 13)
      expect(opening(good.subarray(0, length))).toThrow(/byte \d+|tensor '/);
    expect(opening(good.subarray(0, good.length - 1))).toThrow(
      /tensor 'head\/bias': data_offsets: \[\d+,\d+\] lie outside/,
    );
  });

  test('a header of 10 GB, or one that reaches beyond the file', () => {
    const file = good.slice();
    const view = new DataView(file.buffer);
    view.setBigUint64(0, 10n ** 10n, true);
    expect(opening(file)).toThrow("byte 0: the header's length is 10000000000, more than 100000000");
    view.setBigUint64(0, 2n ** 64n - 1n, true);
    expect(opening(file)).toThrow("byte 0: the header's length is 18446744073709552000");
    view.setBigUint64(0, BigInt(good.length - 7), true);
    expect(opening(file)).toThrow(`byte 0: a header of ${good.length - 7} bytes does not fit`);
  });

  test('other formats', () => {
    expect(opening(Buffer.from('PK\u0003\u0004 a zip archive'))).toThrow("byte 0: the header's length is");
    const wrong = good.slice();
    wrong[8] = 0x5b;
    expect(opening(wrong)).toThrow("byte 8: expected '{', the beginning of the header, got 91");
    expect(opening(withHeader('{"a": ', new Uint8Array(0)))).toThrow('byte 8: the header is no JSON: ');
    const bytes = good.slice();
    bytes[9] = 0xff;
    expect(opening(bytes)).toThrow('byte 8: the header is no JSON: byte 9: not UTF-8');
  });

  test('a safetensors file that is no model', () => {
    const file = writeSafetensors({a: {shape: [2], values: [1, 2]}}, {format: 'pt'});
    expect(opening(file)).toThrow(
      "__metadata__.format: expected 'normprop-model' (a file of exportRuntime), got 'pt'",
    );
    expect(opening(writeSafetensors({}, {}))).toThrow('got nothing');
    expect(opening(changed((header) => (header.__metadata__.version = '2')))).toThrow(
      '__metadata__.version: this runtime reads version 1, the file has 2',
    );
    expect(opening(changed((header) => delete header.__metadata__.model))).toThrow(
      '__metadata__.model: expected the description',
    );
    expect(opening(changed((header) => (header.__metadata__.model = '{')))).toThrow(
      '__metadata__.model: no JSON',
    );
    expect(opening(changed((header) => (header.__metadata__.more = 3)))).toThrow(
      '__metadata__.more: expected a string, got number',
    );
    expect(opening(changed((header) => (header.__metadata__ = [] as never)))).toThrow(
      '__metadata__: expected an object of strings, got []',
    );
  });
});

describe('tensors', () => {
  const entry = (change: (entry: Record<string, unknown>) => void) =>
    opening(changed((h) => change(h['one/bias'])));

  test('wrong dtype, shape or offsets', () => {
    expect(entry((e) => (e.dtype = 'F31'))).toThrow(`tensor 'one/bias': dtype: expected one of F64, F32,`);
    expect(entry((e) => (e.dtype = 5))).toThrow(`tensor 'one/bias': dtype`);
    expect(entry((e) => (e.shape = [24, -1]))).toThrow(
      `tensor 'one/bias': shape: expected a list of whole numbers, got [24,-1]`,
    );
    expect(entry((e) => (e.shape = 24))).toThrow(`tensor 'one/bias': shape`);
    expect(entry((e) => (e.shape = [25]))).toThrow(
      `tensor 'one/bias': [25] of F32 takes 100 bytes, its data_offsets`,
    );
    expect(entry((e) => (e.data_offsets = [8]))).toThrow(
      `tensor 'one/bias': data_offsets: expected two whole numbers, got [8]`,
    );
    expect(entry((e) => (e.data_offsets = [1e9, 2e9]))).toThrow(
      `tensor 'one/bias': data_offsets: [1000000000,2000000000] lie outside`,
    );
    expect(entry((e) => (e.data_offsets = (e.data_offsets as number[]).reverse()))).toThrow('lie outside');
    expect(opening(changed((h) => (h['one/bias'] = null as never)))).toThrow(`tensor 'one/bias': dtype`);
  });

  test('that overlap, leave a gap, or leave bytes over', () => {
    const overlapping = entry((e) => (e.data_offsets = (e.data_offsets as number[]).map((n) => n - 4)));
    expect(overlapping).toThrow(
      /tensor 'one\/bias': it begins at byte \d+ of the values, expected \d+ \(it overlaps another\)/,
    );
    const file = good.slice();
    const longer = new Uint8Array(file.length + 3);
    longer.set(file);
    expect(opening(longer)).toThrow(`byte ${file.length}: 3 bytes that belong to no tensor`);
    expect(opening(changed((h) => delete h['one/bias']))).toThrow('(a gap)');
  });

  test('that the layers do not fit', () => {
    expect(opening(described((m) => (m.layers[0].tensors.bias = 'nowhere')))).toThrow(
      `layer 'one'.tensors.bias: the file has no tensor "nowhere"`,
    );
    expect(opening(described((m) => (m.layers[0].tensors.bias = 'one/gamma_c')))).toThrow(
      `tensor 'one/gamma_c' (layer 'one', bias): expected shape [24], got [6]`,
    );
    expect(opening(described((m) => (m.layers[0].tensors.gamma_c = 'one/bias')))).toThrow(
      'expected shape [6] or [1], got [24]',
    );
    expect(opening(described((m) => delete m.layers[0].tensors.gamma_x))).toThrow(
      `layer 'one'.tensors.gamma_x: expected the name of a tensor, got nothing`,
    );
    expect(opening(described((m) => (m.layers[0].tensors.extra = 'one/bias')))).toThrow(
      `layer 'one'.tensors: no field 'extra' in version 1`,
    );
    const negative = vectorModel();
    (negative.layers[0].tensors!.cell_variance.values as number[])[2] = -1;
    expect(opening(writeModel(negative))).toThrow(
      `layer 'one'.tensors.cell_variance: expected variances greater than 0, got -1 at 2`,
    );
  });

  test.each(['I64', 'I32', 'U8', 'BOOL', 'F8_E4M3'])(
    'of %s are refused by name, where a layer reads them',
    (dtype) => {
      const size = {I64: 8, I32: 4, U8: 1, BOOL: 1, F8_E4M3: 1}[dtype]!;
      const file = changed((header) => {
        header['z/extra'] = {
          dtype,
          shape: [8 / size],
          data_offsets: [valuesOf(good).length, valuesOf(good).length + 8],
        };
      });
      const longer = new Uint8Array(file.length + 8);
      longer.set(file);
      expect(opening(longer)).not.toThrow(); // nobody reads it
      const read = described((m) => (m.layers[2].tensors.bias = 'z/extra'), longer);
      expect(opening(read)).toThrow(
        `tensor 'z/extra' (layer 'head', bias): expected shape [3], got [${8 / size}]`,
      );
      const exact = changed((header) => {
        const old = header['head/bias'];
        header['head/bias'] = {
          dtype,
          shape: [3],
          data_offsets: [(old.data_offsets as number[])[0], (old.data_offsets as number[])[0] + 3 * size],
        };
      });
      const values = valuesOf(good).length - 12 + 3 * size;
      const cut = withHeader(JSON.stringify(headerOf(exact)), new Uint8Array(values));
      // zeros: the variances before it would be refused first
      const ones = new Uint8Array(cut);
      ones.set(valuesOf(good).subarray(0, Math.min(values, valuesOf(good).length)), cut.length - values);
      expect(opening(ones)).toThrow(
        `tensor 'head/bias' (layer 'head', bias): expected dtype F32, F16, BF16, F64, got ${dtype}`,
      );
    },
  );

  test('of F16, BF16 and F64 become float32', () => {
    const bytes = (...values: number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
    const halves = bytes(0x3c00, 0xc000, 0x3555, 0x0001, 0x03ff, 0x7bff, 0x7c00, 0xfc00, 0x8000, 0x7e00);
    expect(Array.from(toFloat32(halves, 'F16'))).toEqual([
      1,
      -2,
      0.333251953125,
      2 ** -24,
      1023 * 2 ** -24,
      65504,
      Infinity,
      -Infinity,
      -0,
      NaN,
    ]);
    expect(Array.from(toFloat32(bytes(0x3f80, 0xc040, 0x0000, 0x7f80), 'BF16'))).toEqual([
      1,
      -3,
      0,
      Infinity,
    ]);
    const doubles = new Uint8Array(Float64Array.of(0.1, -1e300).buffer);
    expect(Array.from(toFloat32(doubles, 'F64'))).toEqual([Math.fround(0.1), -Infinity]);
  });

  test.each(['F16', 'BF16', 'F64'])('a whole model in %s runs', (dtype) => {
    const model = vectorModel();
    const [file, values] = rewritten(model, dtype);
    const x = randomFloats(4, 1);
    const y = modelFromBytes(file).run(x, {timeSteps: 1});
    const same = modelFromBytes(writeModel(values)).run(x, {timeSteps: 1});
    expect(y).toEqual(same);
  });
});

/** A model with its tensors in another type, and the model with the numbers that these round to. */
function rewritten(model: ModelToWrite, dtype: string): [Uint8Array, ModelToWrite] {
  const file = writeModel(model);
  const header = headerOf(file);
  const parts: Uint8Array[] = [];
  const numbers = new Map<string, Float32Array>();
  let end = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [from, to] = entry.data_offsets as [number, number];
    const floats = new Float32Array(valuesOf(file).slice(from, to).buffer);
    const part = new Uint8Array(encode(floats, dtype).buffer);
    numbers.set(name, toFloat32(part, dtype));
    header[name] = {...entry, dtype, data_offsets: [end, (end += part.length)]};
    parts.push(part);
  }
  const layers = model.layers.map((layer): LayerToWrite => ({
    ...layer,
    tensors: Object.fromEntries(
      Object.entries(layer.tensors!).map(([role, {shape}]) => [
        role,
        {shape, values: numbers.get(`${layer.name}/${role}`)!},
      ]),
    ),
  }));
  return [withHeader(JSON.stringify(header), Buffer.concat(parts)), {...model, layers}];
}

function encode(values: Float32Array, dtype: string): Float64Array | Uint16Array {
  if (dtype === 'F64') return Float64Array.from(values);
  const bits = new Uint32Array(values.buffer);
  if (dtype === 'BF16') return Uint16Array.from(bits, (b) => b >>> 16);
  // cut, not rounded; the drawn numbers are of ordinary size
  return Uint16Array.from(bits, (b) => {
    const exponent = ((b >>> 23) & 255) - 112;
    return exponent <= 0 ? 0 : ((b >>> 16) & 0x8000) | (exponent << 10) | ((b >>> 13) & 0x3ff);
  });
}

describe('the description', () => {
  const refused: Array<[string, Parameters<typeof described>[0], string]> = [
    ['no layers', (m) => (m.layers = []), 'model.layers: expected a list with something in it, got []'],
    ['an unknown field', (m) => (m.extra = 1), "model: no field 'extra' in version 1"],
    ['two inputs', (m) => m.inputs.push(m.inputs[0]), 'model.inputs: version 1 has exactly one, got 2'],
    [
      'a wrong kind',
      (m) => (m.inputs[0].kind = 'words'),
      'inputs[0].kind: expected one of vectors, symbols, got "words"',
    ],
    [
      'a wrong size',
      (m) => (m.inputs[0].size = 5),
      "layer 'one'.inputSize: expected 5, what the layer before it gives, got 4",
    ],
    [
      'a size of 0',
      (m) => (m.inputs[0].size = 0),
      'inputs[0].size: expected a whole number from 1 to 16777216, got 0',
    ],
    [
      'a huge size',
      (m) => (m.layers[0].units = 1e12),
      "layer 'one'.units: expected a whole number from 1 to 16777216, got 1000000000000",
    ],
    ['wrong labels', (m) => (m.inputs[0].labels = ['a']), 'inputs[0].labels: expected 4 texts, got ["a"]'],
    [
      'a wrong output',
      (m) => (m.outputs[0].size = 4),
      'outputs[0].size: expected 3, what the last layer gives, got 4',
    ],
    [
      'no sequence',
      (m) => (m.outputs[0].sequence = false),
      'outputs[0].sequence: expected true, what the layers give, got false',
    ],
    [
      'an unknown layer',
      (m) => (m.layers[1].type = 'gru'),
      'layers[1].type: expected one of oneHot, embedding, lstm, weightNorm, normProp, layerNorm, batchNorm, bidirectional',
    ],
    ['no name', (m) => delete m.layers[1].name, 'layers[1].name: expected a text, got nothing'],
    [
      'one name twice',
      (m) => (m.layers[1].name = 'one'),
      "layers[1].name: another layer is called 'one' too",
    ],
    [
      'an unknown option',
      (m) => (m.layers[0].recurrentDropout = 0.5),
      "layer 'one': no field 'recurrentDropout' in version 1",
    ],
    [
      'a wrong option',
      (m) => (m.layers[0].cell = 'peephole'),
      `layer 'one'.cell: expected one of standard, preserving, got "peephole"`,
    ],
    [
      'a wrong number',
      (m) => (m.layers[0].zoneoutCell = 1),
      "layer 'one'.zoneoutCell: expected a number in [0,1), got 1",
    ],
    [
      'a wrong flag',
      (m) => (m.layers[0].returnSequences = 'yes'),
      `layer 'one'.returnSequences: expected true or false, got "yes"`,
    ],
    [
      'perGate of another model',
      (m) => (m.layers[0].perGate = true),
      "layer 'one': no field 'perGate' in version 1",
    ],
    [
      'a wrong activation',
      (m) => (m.layers[2].activation = 'gelu'),
      `layer 'head'.activation: expected one of linear, sigmoid, tanh, relu, softmax, got "gelu"`,
    ],
    [
      'a layer after the last step',
      (m) => (m.layers[0].returnSequences = false),
      "layer 'two': it reads a sequence, and a layer before it gives only the last step",
    ],
    [
      'symbols without an embedding',
      (m) => (m.inputs[0].kind = 'symbols'),
      "layer 'one': expected oneHot or embedding for an input of symbols, got normProp",
    ],
    ['no object', (m) => (m.layers[0] = 'lstm' as never), 'layers[0]: expected an object, got "lstm"'],
  ];
  test.each(refused)('%s', (_what, change, message) => {
    expect(opening(described(change))).toThrow(message);
  });

  test('an embedding for vectors', () => {
    const file = described((m) => (m.inputs[0].kind = 'vectors'), writeModel(charModel()));
    expect(opening(file)).toThrow("layer 'projection': embedding reads symbols, and its input is vectors");
  });

  test('nothing but symbols', () => {
    const model: ModelToWrite = {
      input: {kind: 'symbols', size: 3},
      output: {size: 3, sequence: true},
      layers: [{type: 'dropout', name: 'nothing'}],
    };
    expect(opening(writeModel(model))).toThrow('layers: the symbols come out as they went in');
  });

  test('half an initial state', () => {
    const model = vectorModel();
    model.layers[0].tensors!.initial_cell = {shape: [6], values: randomFloats(6, 2)};
    expect(opening(writeModel(model))).toThrow(
      "layer 'one'.tensors: initial_hidden and initial_cell: expected both or neither",
    );
  });

  test('halves of a bidirectional layer that do not belong together', () => {
    const half: Record<string, unknown> = {...recurrentLayer('lstm', '', 4, 3)};
    delete half.name;
    const make = (forward: object, backward: object): Uint8Array =>
      writeModel({
        input: {kind: 'vectors', size: 4},
        output: {size: 6, sequence: true},
        layers: [
          {
            type: 'bidirectional',
            name: 'both',
            forward: {...half, ...forward},
            backward: {...half, goBackwards: true, ...backward},
          },
        ],
      });
    expect(opening(make({}, {}))).not.toThrow();
    expect(opening(make({}, {goBackwards: false}))).toThrow(
      "layer 'both'.backward.goBackwards: expected true, got false",
    );
    expect(opening(make({}, {returnSequences: false}))).toThrow(
      "layer 'both': returnSequences of forward and backward differ",
    );
    expect(opening(make({}, {name: 'x'}))).toThrow("layer 'both'.backward: no field 'name' in version 1");
  });
});

test('UTF-8 as TextDecoder reads it', () => {
  for (const text of ['', 'plain', 'é ü ß', '€ 漢字', '😀 𝄞', 'x'.repeat(10_000) + '😀'])
    expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
  for (const bytes of [
    [0xff],
    [0xc0, 0x80],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0x80],
    [0xf0, 0x80, 0x80, 0x80],
  ])
    expect(() => decodeUtf8(Uint8Array.from([65, ...bytes]), 10)).toThrow('byte 11: not UTF-8');
});

describe('1,000 mutations', () => {
  const files = [good, writeModel(vectorModel('batchNorm')), writeModel(charModel())];

  test.each([
    [
      'of any bytes',
      (file: Uint8Array, next: () => number) => {
        const mutant = file.slice();
        const header = 8 + lengthOf(file);
        for (let i = 0; i < 1 + next() * 4; i++) {
          const at = Math.floor(next() * (next() < 0.8 ? header : file.length));
          mutant[at] = Math.floor(next() * 256);
        }
        return next() < 0.2 ? mutant.subarray(0, Math.floor(next() * mutant.length)) : mutant;
      },
    ],
    [
      'of the numbers and words in the header',
      (file: Uint8Array, next: () => number) => {
        const text = JSON.stringify(headerOf(file));
        const parts = [...text.matchAll(/\d+|"[a-z_A-Z0-9/]+|true|false/g)];
        const {0: old, index} = parts[Math.floor(next() * parts.length)];
        const values = [
          '0',
          '1',
          '-1',
          '2',
          '1e9',
          '4294967296',
          'null',
          '[]',
          '{}',
          '"x',
          'true',
          '1e400',
          '0.5',
        ];
        const value = values[Math.floor(next() * values.length)];
        return withHeader(text.slice(0, index) + value + text.slice(index + old.length), valuesOf(file));
      },
    ],
  ])('%s give an error in plain words, or a model that runs', (_what, mutate) => {
    const next = randomNumbers(7);
    let refused = 0;
    for (let i = 0; i < 1000; i++) {
      const mutant = mutate(files[i % files.length], next);
      let model;
      try {
        model = modelFromBytes(mutant);
      } catch (error) {
        refused++;
        expect((error as Error).constructor.name).toBe('Error');
        expect((error as Error).message).toMatch(
          /^(byte \d+|tensor '|__metadata__|model|layers|layer '|inputs|outputs)/,
        );
        continue;
      }
      const size = model.inputs[0].kind === 'symbols' ? 1 : model.inputs[0].size;
      expect(model.run(new Float32Array(2 * size), {timeSteps: 2}).length).toBe(
        (model.outputs[0].shape.length === 3 ? 2 : 1) * model.outputs[0].size,
      );
    }
    expect(refused).toBeGreaterThan(300);
    expect(refused).toBeLessThan(1000);
  });
});
