// An ONNX file of one LSTM node and a dense head, written field by field: protobuf's wire format is numbers and lengths.
// Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

const FLOAT = 1;
const INT64 = 7;

function varint(value) {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) return Buffer.from(bytes);
  }
}
const number = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field, value) =>
  Buffer.concat([varint((field << 3) | 2), varint(value.length), Buffer.from(value)]);
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));
const text = (field, value) => bytes(field, Buffer.from(value));

const tensor = (name, dims, type, data) =>
  message(
    5,
    ...dims.map((n) => number(1, n)),
    number(2, type),
    text(8, name),
    bytes(9, Buffer.from(data.buffer)),
  );
const shaped = (field, name, dims) => {
  const shape = message(2, ...dims.map((n) => message(1, typeof n === 'string' ? text(2, n) : number(1, n))));
  return message(field, text(1, name), message(2, message(1, number(1, FLOAT), shape)));
};
const node = (op, inputs, outputs, ...attributes) =>
  message(1, ...inputs.map((i) => text(1, i)), ...outputs.map((o) => text(2, o)), text(4, op), ...attributes);
const integer = (name, value) => message(5, text(1, name), number(3, value), number(20, 2));

/** [rows,4H] in our order i, f, c, o as ONNX wants it: transposed, i, o, f, c. */
function gates(matrix, rows, units) {
  const out = new Float32Array(matrix.length);
  [0, 3, 1, 2].forEach((from, to) => {
    for (let j = 0; j < units; j++)
      for (let r = 0; r < rows; r++)
        out[(to * units + j) * rows + r] = matrix[r * 4 * units + from * units + j];
  });
  return out;
}

/** x [T,B,D], h [1,B,H], c [1,B,H] → y [T,B,V], hn, cn. */
export function onnxModel({inputSize, units, classes, kernel, recurrentKernel, bias, headKernel, headBias}) {
  const h4 = 4 * units;
  const biases = new Float32Array(2 * h4);
  biases.set(gates(bias, 1, units));
  const graph = message(
    7,
    node('LSTM', ['x', 'W', 'R', 'B', '', 'h', 'c'], ['all', 'hn', 'cn'], integer('hidden_size', units)),
    node('Squeeze', ['all', 'axis'], ['rows']),
    node('MatMul', ['rows', 'K'], ['product']),
    node('Add', ['product', 'k'], ['y']),
    text(2, 'lstm'),
    tensor('W', [1, h4, inputSize], FLOAT, gates(kernel, inputSize, units)),
    tensor('R', [1, h4, units], FLOAT, gates(recurrentKernel, units, units)),
    tensor('B', [1, 2 * h4], FLOAT, biases),
    tensor('axis', [1], INT64, BigInt64Array.of(1n)),
    tensor('K', [units, classes], FLOAT, headKernel),
    tensor('k', [classes], FLOAT, headBias),
    shaped(11, 'x', ['T', 'B', inputSize]),
    shaped(11, 'h', [1, 'B', units]),
    shaped(11, 'c', [1, 'B', units]),
    shaped(12, 'y', ['T', 'B', classes]),
    shaped(12, 'hn', [1, 'B', units]),
    shaped(12, 'cn', [1, 'B', units]),
  );
  return Buffer.concat([number(1, 8), graph, message(8, number(2, 17))]);
}
