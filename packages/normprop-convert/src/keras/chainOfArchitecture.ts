import {kerasObject, list, notImported, record} from './kerasConfig.js';
import type {KerasObject} from './kerasConfig.js';

/** The layers of a model in the order in which each reads the one before it, the input first. */
export interface ArchitectureChain {
  name: string;
  /** With the batch; undefined where the model does not say. */
  inputShape: unknown;
  layers: KerasObject[];
}

/**
 * The chain of layers that a Sequential or chain-shaped Functional model of Keras is.
 *
 * @param architecture As Keras serialises it: config.json of an archive, `model_config` of an .h5 file, `model.to_json()`.
 * @throws For a model with several inputs or outputs, branches, shared layers or nested models.
 */
export function chainOfArchitecture(architecture: unknown): ArchitectureChain {
  const model = kerasObject(architecture, 'the model');
  const layers = list(model.config.layers, 'the model, layers').map((layer, i) =>
    kerasObject(layer, `layer ${i}`),
  );
  const inOrder =
    model.className === 'Sequential'
      ? layers
      : model.className === 'Functional' || model.className === 'Model'
        ? functionalChain(model, layers)
        : undefined;
  if (inOrder === undefined)
    throw new Error(`Keras file: expected a Sequential or Functional model, got ${model.className}`);
  const isInput = ({className}: KerasObject) => className === 'InputLayer';
  const first = inOrder[0];
  if (first === undefined) throw new Error('Keras file: the model has no layers');
  const {batch_shape: shape, batch_input_shape: oldShape} = first.config;
  return {
    name: model.name,
    inputShape: shape ?? oldShape ?? model.config.build_input_shape ?? undefined,
    layers: inOrder.filter((layer) => !isInput(layer)),
  };
}

/** One tensor of a functional model: which layer it comes from. */
interface Source {
  layer: string;
  node: number;
  tensor: number;
}

/** How a layer is called, once. */
interface Call {
  tensors: Source[];
  /** Arguments that are no tensors. */
  constants: unknown[];
  mask?: Source;
}

function functionalChain(model: KerasObject, layers: KerasObject[]): KerasObject[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const [input, ...moreInputs] = sources(model.config.input_layers, 'input_layers');
  const [output, ...moreOutputs] = sources(model.config.output_layers, 'output_layers');
  if (input === undefined || output === undefined || moreInputs.length + moreOutputs.length > 0) {
    throw new Error(
      `model '${model.name}': expected one input and one output, got ${moreInputs.length + (input ? 1 : 0)} and ${moreOutputs.length + (output ? 1 : 0)}`,
    );
  }
  const find = (name: string, reader: string): KerasObject => {
    const layer = byName.get(name);
    if (layer === undefined)
      throw new Error(`layer '${reader}': reads '${name}', which the model does not have`);
    return layer;
  };
  const backwards: KerasObject[] = [];
  const masks = new Set<string>();
  let at = find(output.layer, 'output_layers');
  while (at.name !== input.layer) {
    // A circle, which only a damaged file has.
    if (backwards.includes(at)) throw new Error(`layer '${at.name}': reads its own output`);
    backwards.push(at);
    const {tensors, mask} = callOf(at);
    if (tensors.length !== 1)
      throw notImported(
        at.name,
        `a layer with ${tensors.length} inputs`,
        'each layer must read the one before it',
      );
    if (mask !== undefined) checkMask(at, mask, find).forEach((name) => masks.add(name));
    at = find(tensors[0].layer, at.name);
  }
  const chain = [at, ...backwards.reverse()];
  const beside = layers.find((layer) => !chain.includes(layer) && !masks.has(layer.name));
  if (beside)
    throw notImported(beside.name, 'a layer beside the chain', 'each layer must read the one before it');
  return chain;
}

/**
 * Keras writes the masks of Embedding and Masking as operations of their own; tfjs makes the same ones by itself. Any other
 * mask is refused.
 *
 * @returns The names of the operations.
 */
function checkMask(
  layer: KerasObject,
  mask: Source,
  find: (name: string, reader: string) => KerasObject,
): string[] {
  const operation = find(mask.layer, layer.name);
  const called = callOf(operation);
  if (operation.className === 'Any' && called.tensors.length === 1)
    return [operation.name, ...checkMask(layer, called.tensors[0], find)];
  if (operation.className === 'NotEqual' && called.tensors.length === 1) return [operation.name];
  throw notImported(
    layer.name,
    `a mask made by ${operation.className} '${operation.name}'`,
    'use Masking or mask_zero',
  );
}

function callOf(layer: KerasObject): Call {
  const where = `layer '${layer.name}', inbound_nodes`;
  const nodes = list(layer.inboundNodes, where);
  if (nodes.length !== 1)
    throw notImported(layer.name, `a layer that is called ${nodes.length} times`, 'it must be called once');
  if (Array.isArray(nodes[0])) return oldCall(nodes[0], where);
  const {args, kwargs} = record(nodes[0], where);
  const {mask, ...others} = record(kwargs ?? {}, `${where}, kwargs`);
  const given = list(args, `${where}, args`);
  const inOthers = Object.entries(others).filter(
    ([, value]) => value !== null && tensorsIn(value).length > 0,
  );
  if (inOthers.length > 0)
    throw notImported(layer.name, `the argument '${inOthers[0][0]}'`, 'a layer may read one tensor');
  const masks = mask == null ? [] : tensorsIn(mask);
  return {
    tensors: given.flatMap(tensorsIn),
    constants: given.filter((value) => tensorsIn(value).length === 0),
    ...(masks.length > 0 && {mask: masks[0]}),
  };
}

/** Keras 2: a list of [layer, node, tensor, arguments]. */
function oldCall(node: unknown[], where: string): Call {
  return {tensors: node.map((each) => source(each, where)), constants: []};
}

/** The tensors in an argument, which may be a list of them. */
function tensorsIn(value: unknown): Source[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (typeof value !== 'object' || value === null) return [];
  const {class_name: className, config} = value as Record<string, unknown>;
  if (className !== '__keras_tensor__') return [];
  return [source(record(config, 'a tensor').keras_history, 'keras_history')];
}

/** `["input", 0, 0]`, or a list of them. */
function sources(value: unknown, where: string): Source[] {
  const all = list(value, `the model, ${where}`);
  return typeof all[0] === 'string' ? [source(all, where)] : all.map((each) => source(each, where));
}

function source(value: unknown, where: string): Source {
  const [layer, node, tensor] = list(value, where);
  if (typeof layer !== 'string' || node !== 0 || tensor !== 0)
    throw new Error(`Keras file: ${where}: expected [layer,0,0], got ${JSON.stringify(value)?.slice(0, 60)}`);
  return {layer, node, tensor};
}
