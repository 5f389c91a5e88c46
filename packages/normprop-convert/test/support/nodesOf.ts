import {fromBinary} from '@bufbuild/protobuf';
import {ModelProtoSchema} from 'onnx-buf';

/** The operators of a file's main graph, in order. */
export function nodesOf(file: Uint8Array): string[] {
  return fromBinary(ModelProtoSchema, file).graph!.node.map(({opType}) => opType);
}
