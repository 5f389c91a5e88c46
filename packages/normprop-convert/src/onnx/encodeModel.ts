import type {MessageInitShape} from '@bufbuild/protobuf';
import type {AttributeProto, AttributeProtoSchema, GraphProto, TensorProto, ValueInfoProto} from 'onnx-buf';
import type {Attribute, Constant, Graph, Port} from './Graph.js';

/** The operator set that the graphs use: LSTM of version 14, Scan 16, LayerNormalization 17. */
export const operatorSet = 17;
const irVersion = 8;

/**
 * A graph as an ONNX file. Protobuf is loaded only here.
 *
 * @param metadata Strings to keep in the file.
 */
export async function encodeModel(graph: Graph, metadata: Record<string, string>): Promise<Uint8Array> {
  const [onnx, {create, toBinary}] = await Promise.all([import('onnx-buf'), import('@bufbuild/protobuf')]);
  const {AttributeProto_AttributeType: kinds, TensorProto_DataType: types} = onnx;
  const elementTypes = {float: types.FLOAT, int32: types.INT32, int64: types.INT64};
  const bytes = (text: string) => new TextEncoder().encode(text);

  const attribute = (name: string, value: Attribute): AttributeProto => {
    const make = (fields: MessageInitShape<typeof AttributeProtoSchema>) =>
      create(onnx.AttributeProtoSchema, {...fields, name});
    if ('int' in value) return make({type: kinds.INT, i: BigInt(value.int)});
    if ('float' in value) return make({type: kinds.FLOAT, f: value.float});
    if ('text' in value) return make({type: kinds.STRING, s: bytes(value.text)});
    if ('ints' in value) return make({type: kinds.INTS, ints: value.ints.map(BigInt)});
    if ('floats' in value) return make({type: kinds.FLOATS, floats: value.floats});
    if ('texts' in value) return make({type: kinds.STRINGS, strings: value.texts.map(bytes)});
    return make({type: kinds.GRAPH, g: encode(value.graph)});
  };
  const tensor = ({name, shape, values}: Constant): TensorProto =>
    create(onnx.TensorProtoSchema, {
      name,
      dims: shape.map(BigInt),
      ...(!Array.isArray(values)
        ? {dataType: types.FLOAT, rawData: littleEndian(values)}
        : {dataType: types.INT64, int64Data: values}),
    });
  const port = ({name, type, shape}: Port): ValueInfoProto =>
    create(onnx.ValueInfoProtoSchema, {
      name,
      type: {
        value: {
          case: 'tensorType',
          value: {
            elemType: elementTypes[type],
            shape: {
              dim: shape.map((size) => ({
                value:
                  typeof size === 'string'
                    ? {case: 'dimParam' as const, value: size}
                    : {case: 'dimValue' as const, value: BigInt(size)},
              })),
            },
          },
        },
      },
    });
  const encode = ({name, nodes, constants, inputs, outputs}: Graph): GraphProto =>
    create(onnx.GraphProtoSchema, {
      name,
      node: nodes.map((node) =>
        create(onnx.NodeProtoSchema, {
          opType: node.op,
          name: node.name,
          input: node.inputs,
          output: node.outputs,
          attribute: Object.entries(node.attributes).map(([key, value]) => attribute(key, value)),
        }),
      ),
      initializer: constants.map(tensor),
      input: inputs.map(port),
      output: outputs.map(port),
    });

  const model = create(onnx.ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    producerName: 'normprop-convert',
    opsetImport: [{version: BigInt(operatorSet)}],
    graph: encode(graph),
    metadataProps: Object.entries(metadata).map(([key, value]) => ({key, value})),
  });
  return toBinary(onnx.ModelProtoSchema, model);
}

function littleEndian(values: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}
