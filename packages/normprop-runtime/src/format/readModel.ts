import type {InputDescription, ModelDescription, OutputDescription} from './description.js';
import {FieldReader} from './FieldReader.js';
import {readLayer, type Flow} from './readLayer.js';
import {readSafetensors} from './readSafetensors.js';

/**
 * Reads a model file (FORMAT.md).
 *
 * @throws {Error} naming the byte, tensor, layer or field that is wrong.
 */
export function readModel(file: Uint8Array): ModelDescription {
  const {metadata, tensors} = readSafetensors(file);
  const format = metadata.get('format');
  if (format !== 'normprop-model')
    throw new Error(
      `__metadata__.format: expected 'normprop-model' (a file of exportRuntime), got ${format === undefined ? 'nothing' : `'${format}'`}`,
    );
  const version = metadata.get('version');
  if (version !== '1')
    throw new Error(`__metadata__.version: this runtime reads version 1, the file has ${version ?? 'none'}`);
  const model = new FieldReader('model', parse(metadata.get('model')));
  const name = model.take('name') === undefined ? undefined : model.text('name');
  const producer = model.take('producer') === undefined ? undefined : model.text('producer');
  const input = readInput(only(model, 'inputs'));
  const output = readOutput(only(model, 'outputs'));
  let flow: Flow = {size: input.size, sequence: true, symbols: input.kind === 'symbols'};
  const layers: ModelDescription['layers'] = [];
  for (const [index, value] of model.list('layers').entries()) {
    const read = readLayer(`layers[${index}]`, value, tensors, flow);
    if (layers.some((layer) => layer.name === read.layer.name))
      throw new Error(`layers[${index}].name: another layer is called '${read.layer.name}' too`);
    flow = read.output;
    layers.push({...read.layer, outputSize: flow.size});
  }
  model.done();
  if (flow.symbols)
    throw new Error('layers: the symbols come out as they went in; expected oneHot or embedding');
  if (flow.size !== output.size)
    throw new Error(`outputs[0].size: expected ${flow.size}, what the last layer gives, got ${output.size}`);
  if (flow.sequence !== output.sequence)
    throw new Error(
      `outputs[0].sequence: expected ${flow.sequence}, what the layers give, got ${output.sequence}`,
    );
  return {
    ...(name !== undefined && {name}),
    ...(producer !== undefined && {producer}),
    input,
    output,
    layers,
  };
}

function parse(text: string | undefined): unknown {
  if (text === undefined)
    throw new Error('__metadata__.model: expected the description of the model, got nothing');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`__metadata__.model: no JSON: ${(error as Error).message}`, {cause: error});
  }
}

function only(model: FieldReader, field: 'inputs' | 'outputs'): FieldReader {
  const list = model.list(field);
  if (list.length !== 1) throw new Error(`model.${field}: version 1 has exactly one, got ${list.length}`);
  return new FieldReader(`${field}[0]`, list[0]);
}

function readInput(fields: FieldReader): InputDescription {
  const name = fields.text('name');
  const kind = fields.word('kind', ['vectors', 'symbols'] as const);
  const size = fields.count('size');
  const labels = fields.labels('labels', size);
  fields.done();
  return {name, kind, size, ...(labels && {labels})};
}

function readOutput(fields: FieldReader): OutputDescription {
  const name = fields.text('name');
  const size = fields.count('size');
  const sequence = fields.flag('sequence');
  const labels = fields.labels('labels', size);
  fields.done();
  return {name, size, sequence, ...(labels && {labels})};
}
