import type {
  Activation,
  BidirectionalDescription,
  DenseDescription,
  LayerDescription,
  RecurrentDescription,
  RecurrentTensors,
  RecurrentType,
} from './description.js';
import {FieldReader} from './FieldReader.js';
import type {StoredTensor} from './readSafetensors.js';
import {TensorReader} from './TensorReader.js';

const ACTIVATIONS: readonly Activation[] = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax'];
const RECURRENT: readonly RecurrentType[] = ['lstm', 'weightNorm', 'normProp', 'layerNorm', 'batchNorm'];
const TYPES: readonly LayerDescription['type'][] = [
  'oneHot',
  'embedding',
  ...RECURRENT,
  'bidirectional',
  'dense',
  'activation',
  'batchDataNormalization',
  'dropout',
];

type Tensors = ReadonlyMap<string, StoredTensor>;

/** What flows into a layer: its width, whether it has time steps, and whether it is symbols. */
export interface Flow {
  size: number;
  sequence: boolean;
  symbols: boolean;
}

/**
 * Reads a layer of a model file and says what flows out of it.
 *
 * @param where How errors name the layer.
 * @throws {Error} naming the layer and the field or tensor that is wrong.
 */
export function readLayer(
  where: string,
  value: unknown,
  tensors: Tensors,
  input: Flow,
): {layer: LayerDescription; output: Flow} {
  const fields = new FieldReader(where, value);
  const type = fields.word('type', TYPES);
  const name = fields.text('name');
  const at = `layer '${name}'`;
  const ofSymbols = type === 'oneHot' || type === 'embedding';
  if (ofSymbols !== input.symbols && type !== 'dropout')
    throw new Error(
      input.symbols
        ? `${at}: expected oneHot or embedding for an input of symbols, got ${type}`
        : `${at}: ${type} reads symbols, and its input is vectors`,
    );
  const named = {fields: new FieldReader(at, value), name, type, tensors, input};
  named.fields.take('type');
  named.fields.take('name');
  const read = readers[type](named as never);
  named.fields.done();
  return read;
}

interface Reading<T = LayerDescription['type']> {
  fields: FieldReader;
  name: string;
  type: T;
  tensors: Tensors;
  input: Flow;
}
interface Read {
  layer: LayerDescription;
  output: Flow;
}

const vectors = (size: number, sequence: boolean): Flow => ({size, sequence, symbols: false});

function expectSize(where: string, field: string, value: number, input: Flow): void {
  if (value !== input.size)
    throw new Error(
      `${where}.${field}: expected ${input.size}, what the layer before it gives, got ${value}`,
    );
}

function expectSequence(where: string, input: Flow): void {
  if (!input.sequence)
    throw new Error(`${where}: it reads a sequence, and a layer before it gives only the last step`);
}

const recurrent = (reading: Reading<RecurrentType>): Read => {
  const {fields, name, type, tensors, input} = reading;
  const layer = readRecurrent(fields, fields.where, {name, type}, tensors, input);
  return {layer, output: vectors(layer.units, layer.returnSequences)};
};

const readers: {[T in LayerDescription['type']]: (reading: Reading<T>) => Read} = {
  oneHot: ({fields, name, type, input}) => {
    const size = fields.count('size');
    expectSize(fields.where, 'size', size, input);
    return {layer: {type, name, size}, output: vectors(size, input.sequence)};
  },
  embedding: ({fields, name, type, tensors, input}) => {
    const inputDim = fields.count('inputDim');
    const outputDim = fields.count('outputDim');
    expectSize(fields.where, 'inputDim', inputDim, input);
    const scale = fields.number('scale', 1, () => true, 'a number');
    const reader = new TensorReader(fields.where, fields.take('tensors'), tensors);
    const embeddings = reader.take('embeddings', [inputDim, outputDim]);
    reader.done();
    const layer = {type, name, inputDim, outputDim, scale, tensors: {embeddings}};
    return {layer, output: vectors(outputDim, input.sequence)};
  },
  lstm: recurrent,
  weightNorm: recurrent,
  normProp: recurrent,
  layerNorm: recurrent,
  batchNorm: recurrent,
  bidirectional: readBidirectional,
  dense: readDense,
  activation: ({fields, name, type, input}) => ({
    layer: {type, name, activation: fields.word('activation', ACTIVATIONS)},
    output: input,
  }),
  batchDataNormalization: ({fields, name, type, tensors, input}) => {
    const epsilon = readEpsilon(fields);
    const reader = new TensorReader(fields.where, fields.take('tensors'), tensors);
    const population_mean = reader.take('population_mean', [input.size]);
    const population_variance = reader.take('population_variance', [input.size]);
    reader.done();
    return {layer: {type, name, epsilon, tensors: {population_mean, population_variance}}, output: input};
  },
  dropout: ({fields, name, type, input}) => {
    fields.number('rate', 0, (rate) => rate >= 0 && rate <= 1, 'a number in [0,1]');
    return {layer: {type, name}, output: input};
  },
};

const readEpsilon = (fields: FieldReader): number =>
  fields.number('epsilon', 1e-5, (value) => value >= 0, 'a number of at least 0');

function readDense({fields, name, type, tensors, input}: Reading<'dense'>): Read {
  const inputSize = fields.count('inputSize');
  const units = fields.count('units');
  expectSize(fields.where, 'inputSize', inputSize, input);
  const activation = fields.word('activation', ACTIVATIONS, 'linear');
  const reader = new TensorReader(fields.where, fields.take('tensors'), tensors);
  const kernel = reader.take('kernel', [inputSize, units]);
  const bias = reader.optional('bias', [units]);
  reader.done();
  const layer: DenseDescription = {type, name, inputSize, units, activation, tensors: {kernel, bias}};
  return {layer, output: vectors(units, input.sequence)};
}

function readBidirectional({fields, name, type, tensors, input}: Reading<'bidirectional'>): Read {
  const mergeMode = fields.word('mergeMode', ['concat', 'sum', 'ave', 'mul'] as const, 'concat');
  const half = (side: 'forward' | 'backward'): RecurrentDescription => {
    const where = `${fields.where}.${side}`;
    const own = new FieldReader(where, fields.take(side));
    const layer = readRecurrent(
      own,
      where,
      {name: `${name}/${side}`, type: own.word('type', RECURRENT)},
      tensors,
      input,
    );
    own.done();
    if (layer.goBackwards !== (side === 'backward'))
      throw new Error(`${where}.goBackwards: expected ${side === 'backward'}, got ${layer.goBackwards}`);
    return layer;
  };
  const layer: BidirectionalDescription = {
    type,
    name,
    mergeMode,
    forward: half('forward'),
    backward: half('backward'),
  };
  for (const field of ['units', 'returnSequences'] as const)
    if (layer.forward[field] !== layer.backward[field])
      throw new Error(`${fields.where}: ${field} of forward and backward differ`);
  const {units, returnSequences} = layer.forward;
  return {layer, output: vectors(mergeMode === 'concat' ? 2 * units : units, returnSequences)};
}

function readRecurrent(
  fields: FieldReader,
  where: string,
  {name, type}: {name: string; type: RecurrentType},
  tensors: Tensors,
  input: Flow,
): RecurrentDescription {
  expectSequence(where, input);
  const inputSize = fields.count('inputSize');
  const units = fields.count('units');
  expectSize(where, 'inputSize', inputSize, input);
  const rate = (field: string): number =>
    fields.number(field, 0, (value) => value >= 0 && value < 1, 'a number in [0,1)');
  const layer: Omit<RecurrentDescription, 'tensors'> = {
    type,
    name,
    inputSize,
    units,
    returnSequences: fields.flag('returnSequences'),
    goBackwards: fields.flag('goBackwards'),
    recurrentActivation: fields.word('recurrentActivation', ['sigmoid', 'hardSigmoid'] as const, 'sigmoid'),
    cell: fields.word('cell', ['standard', 'preserving'] as const, 'standard'),
    outputScale: fields.number('outputScale', 1, () => true, 'a number'),
    zoneoutCell: rate('zoneoutCell'),
    zoneoutHidden: rate('zoneoutHidden'),
    epsilon: type === 'layerNorm' || type === 'batchNorm' ? readEpsilon(fields) : 0,
    perGate: type === 'layerNorm' && fields.flag('perGate'),
  };
  const reader = new TensorReader(where, fields.take('tensors'), tensors);
  const read = {...layer, tensors: readRecurrentTensors(reader, layer)};
  reader.done();
  return read;
}

const MOMENTS = ['mean', 'variance'] as const;

function readRecurrentTensors(
  reader: TensorReader,
  {type, inputSize, units, name}: Omit<RecurrentDescription, 'tensors'>,
): RecurrentTensors {
  const gates = [4 * units];
  const each = [[units], [1]];
  const normalised = type === 'layerNorm' || type === 'batchNorm';
  const tensors: RecurrentTensors = {
    kernel: reader.take('kernel', [inputSize, ...gates]),
    recurrent_kernel: reader.take('recurrent_kernel', [units, ...gates]),
    bias: reader.optional('bias', gates),
    initial_hidden: reader.optional('initial_hidden', [units]),
    initial_cell: reader.optional('initial_cell', [units]),
  };
  if ((tensors.initial_hidden === undefined) !== (tensors.initial_cell === undefined))
    throw new Error(`layer '${name}'.tensors: initial_hidden and initial_cell: expected both or neither`);
  if (type !== 'lstm') {
    tensors.gamma_x = reader.take('gamma_x', gates);
    tensors.gamma_h = reader.take('gamma_h', gates);
  }
  if (type === 'normProp' || normalised) tensors.gamma_c = reader.take('gamma_c', ...each);
  if (type === 'normProp')
    for (const role of ['cell_variance', 'hidden_variance'] as const)
      tensors[role] = positive(reader, role, reader.take(role, ...each));
  if (normalised) {
    tensors.beta_x = reader.optional('beta_x', gates);
    tensors.beta_h = reader.optional('beta_h', gates);
    tensors.beta_c = reader.optional('beta_c', [units]);
  }
  if (type === 'batchNorm') readStatistics(reader, units, tensors);
  return tensors;
}

function positive(reader: TensorReader, role: string, values: Float32Array): Float32Array {
  const wrong = values.findIndex((value) => !(value > 0));
  if (wrong >= 0)
    throw new Error(
      `${reader.layer}.tensors.${role}: expected variances greater than 0, got ${values[wrong]} at ${wrong}`,
    );
  return values;
}

function readStatistics(reader: TensorReader, units: number, tensors: RecurrentTensors): void {
  const n = 4 * units;
  const mean = reader.take('population_mean_x', [-1, n]);
  const rows = mean.length / n;
  tensors.population_mean_x = mean;
  for (const site of ['x', 'h', 'c'] as const)
    for (const moment of MOMENTS) {
      const role = `population_${moment}_${site}` as const;
      tensors[role] ??= reader.take(role, [rows, site === 'c' ? units : n]);
    }
}
