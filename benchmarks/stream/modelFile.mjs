// The benchmark's model as a file of normprop-runtime.

/** An LSTM with a dense head (packages/normprop-runtime/FORMAT.md). */
export function modelFile({inputSize, units, classes, kernel, recurrentKernel, bias, headKernel, headBias}) {
  const tensors = {
    'lstm/kernel': [[inputSize, 4 * units], kernel],
    'lstm/recurrent_kernel': [[units, 4 * units], recurrentKernel],
    'lstm/bias': [[4 * units], bias],
    'head/kernel': [[units, classes], headKernel],
    'head/bias': [[classes], headBias],
  };
  const of = (layer, ...roles) => Object.fromEntries(roles.map((role) => [role, `${layer}/${role}`]));
  const model = {
    inputs: [{name: 'x', kind: 'vectors', size: inputSize}],
    outputs: [{name: 'y', size: classes, sequence: true}],
    layers: [
      {
        type: 'lstm',
        name: 'lstm',
        inputSize,
        units,
        returnSequences: true,
        tensors: of('lstm', 'kernel', 'recurrent_kernel', 'bias'),
      },
      {type: 'dense', name: 'head', inputSize: units, units: classes, tensors: of('head', 'kernel', 'bias')},
    ],
  };
  const header = {__metadata__: {format: 'normprop-model', version: '1', model: JSON.stringify(model)}};
  let end = 0;
  for (const [name, [shape, values]] of Object.entries(tensors))
    header[name] = {dtype: 'F32', shape, data_offsets: [end, (end += values.byteLength)]};
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(([, {buffer}]) => Buffer.from(buffer))]);
}
