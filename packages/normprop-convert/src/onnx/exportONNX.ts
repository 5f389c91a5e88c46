import type {LayersModel} from '@tensorflow/tfjs-layers';
import {asChain} from '../chain/asChain.js';
import type {Chain, ChainLayer} from '../chain/chain.js';
import type {ChainNames} from '../chain/chainOf.js';
import {activationNodes} from './activationNodes.js';
import {encodeModel} from './encodeModel.js';
import {Graph} from './Graph.js';
import {bidirectionalNodes, recurrentNodes} from './recurrentNodes.js';
import {inLayout} from './Value.js';
import type {Value} from './Value.js';

/** Options of `exportONNX`. */
export interface ExportONNXOptions extends ChainNames {
  /**
   * Whether the states of the recurrent layers are inputs and outputs of the graph (default), or every call starts from the layer's
   * own start: zeros, or what it learned.
   */
  states?: boolean;
}

/**
 * An ONNX file (operator set 17) of a trained model, for onnxruntime in any language.
 *
 * Inputs: `input`, float32 [batch,time,features] or, where the model begins with an embedding, int32 [batch,time]; then for
 * each recurrent layer `<layer>/hidden` and `<layer>/cell`, float32 [batch,units], zeros for a new sequence. Outputs: `output`, and
 * `<layer>/hidden_out` and `<layer>/cell_out` to put in with the next call. Batch and time are dynamic. Batch Norm with statistics for
 * several steps has `<layer>/step` and `<layer>/step_out`, int64 [1], as well. A bidirectional layer starts anew in each call.
 *
 * `lstm`, `tf.layers.lstm`, `weightNormLSTM` and a `normPropLSTM` whose γc/√Var[c] and 1/√Var[h] are one number are one `LSTM` node
 * with weights folded: activations Sigmoid, Tanh and ScaledTanh(α = 1/√Var[h], β = γc/√Var[c]). Everything else is a `Scan`.
 *
 * @param model A tfjs model that `chainOf` can take, or a chain.
 * @returns The file.
 * @throws For a layer or an activation that cannot be written, naming it.
 *
 * @example
 * const session = await InferenceSession.create(await exportONNX(model));
 */
export async function exportONNX(
  model: LayersModel | Chain,
  options: ExportONNXOptions = {},
): Promise<Uint8Array> {
  const {states = true, ...names} = options;
  const {name, input, output, layers} = await asChain(model, names);
  const graph = new Graph(name);
  let value: Value = {
    name:
      input.kind === 'symbols'
        ? graph.input(input.name, 'int32', ['batch', 'time'])
        : graph.input(input.name, 'float', ['batch', 'time', input.size]),
    layout: 'batch',
  };
  // The first output of the graph is the model's: its name and place are kept for the end.
  const first = graph.unique(output.name);
  for (const layer of layers) value = layerNodes(graph, layer, value, states);
  value = inLayout(graph, output.name, value, 'batch');
  graph.nodes.push({op: 'Identity', name: first, inputs: [value.name], outputs: [first], attributes: {}});
  graph.outputs.unshift({
    name: first,
    type: 'float',
    shape: output.sequence ? ['batch', 'time', output.size] : ['batch', output.size],
  });
  return encodeModel(graph, {
    ...(input.labels && {inputLabels: JSON.stringify(input.labels)}),
    ...(output.labels && {outputLabels: JSON.stringify(output.labels)}),
  });
}

function layerNodes(graph: Graph, layer: ChainLayer, value: Value, states: boolean): Value {
  const {name} = layer;
  const constant = (role: string, {shape, values}: {shape: number[]; values: Float32Array}) =>
    graph.floats(`${name}/${role}`, shape, values);
  switch (layer.kind) {
    case 'recurrent':
      return recurrentNodes(graph, name, value, layer, states);
    case 'bidirectional':
      return bidirectionalNodes(graph, name, value, layer.forward, layer.backward, layer.mergeMode);
    case 'embedding': {
      const rows = graph.op('Gather', `${name}/rows`, [constant('embeddings', layer.embeddings), value.name]);
      if (!layer.maskZero) return {...value, name: rows};
      const number = graph.op('Cast', `${name}/number`, [value.name], {to: {int: 1}});
      const real = notEqual(graph, name, number, 0);
      return {
        ...value,
        name: rows,
        mask: graph.op('Unsqueeze', `${name}/mask`, [real, graph.ints(`${name}/last`, [2])]),
      };
    }
    case 'masking': {
      const mask = graph.op(
        'ReduceMax',
        `${name}/mask`,
        [notEqual(graph, name, value.name, layer.maskValue)],
        {
          axes: {ints: [-1]},
        },
      );
      return {...value, name: graph.op('Mul', `${name}/masked`, [value.name, mask]), mask};
    }
    case 'dense': {
      let product = graph.op('MatMul', `${name}/product`, [value.name, constant('kernel', layer.kernel)]);
      if (layer.bias) product = graph.op('Add', `${name}/sum`, [product, constant('bias', layer.bias)]);
      return {...value, name: activationNodes(graph, name, product, layer.activation)};
    }
    case 'activation':
      return {...value, name: activationNodes(graph, name, value.name, layer.activation)};
    case 'batchDataNormalization': {
      const {mean, variance, epsilon} = layer;
      const inverse = variance.values.map((each) => 1 / Math.sqrt(each + epsilon));
      const centred = graph.op('Sub', `${name}/centred`, [value.name, constant('mean', mean)]);
      const scale = constant('inverse_deviation', {shape: variance.shape, values: inverse});
      return {...value, name: graph.op('Mul', `${name}/scaled`, [centred, scale])};
    }
    case 'dropout':
      return value;
  }
}

/** 1 where a float differs from a number, else 0. */
function notEqual(graph: Graph, layer: string, value: string, number: number): string {
  const same = graph.op('Equal', `${layer}/same`, [value, graph.scalar(`${layer}/padding`, number)]);
  return graph.op('Cast', `${layer}/real`, [graph.op('Not', `${layer}/differs`, [same])], {to: {int: 1}});
}
