import {unsupported} from '../chain/unsupported.js';
import type {Attribute, Graph} from './Graph.js';

/** tfjs's activations that are one operator; the numbers are tfjs's. */
const operators: Record<string, [op: string, attributes?: Record<string, Attribute>]> = {
  sigmoid: ['Sigmoid'],
  hardSigmoid: ['HardSigmoid', {alpha: {float: 0.2}, beta: {float: 0.5}}],
  tanh: ['Tanh'],
  relu: ['Relu'],
  elu: ['Elu'],
  selu: ['Selu'],
  softplus: ['Softplus'],
  softsign: ['Softsign'],
  softmax: ['Softmax', {axis: {int: -1}}],
  logSoftmax: ['LogSoftmax', {axis: {int: -1}}],
};

/**
 * An activation of tfjs as nodes.
 *
 * @throws For one that there is no node for, naming it and the layer.
 */
export function activationNodes(graph: Graph, layer: string, value: string, activation: string): string {
  if (activation === 'linear') return value;
  if (activation === 'relu6') {
    const limits = [graph.scalar(`${layer}/least`, 0), graph.scalar(`${layer}/most`, 6)];
    return graph.op('Clip', `${layer}/relu6`, [value, ...limits]);
  }
  if (activation === 'swish') {
    return graph.op('Mul', `${layer}/swish`, [value, graph.op('Sigmoid', `${layer}/sigmoid`, [value])]);
  }
  if (!Object.hasOwn(operators, activation)) {
    const known = ['linear', ...Object.keys(operators), 'relu6', 'swish'].join(', ');
    throw unsupported(layer, `activation '${activation}'`, `ONNX files can have ${known}`);
  }
  const [op, attributes] = operators[activation];
  return graph.op(op, `${layer}/${activation}`, [value], attributes);
}
