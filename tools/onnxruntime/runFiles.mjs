// Runs ONNX files in onnxruntime-node and onnxruntime-web, in a process of its own: jest's realms and onnxruntime's do not mix.
// A message {id, file, feeds: [{name: {type, data, dims}}]} is answered with {id, results: {node, web}} or {id, error}; each result
// is a list of {name: {data, dims}}, one for each call. `carry` maps an output to the input that it is in the next call.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(import.meta.url);
const load = async (name) => {
  const loaded = await import(pathToFileURL(require.resolve(name)).href);
  return loaded.InferenceSession ? loaded : loaded.default;
};
const runtimes = {node: await load('onnxruntime-node'), web: await load('onnxruntime-web')};
runtimes.web.env.wasm.numThreads = 1;

async function run({InferenceSession, Tensor}, {file, feeds, carry}) {
  const session = await InferenceSession.create(file);
  const calls = [];
  let carried = {};
  for (const feed of feeds) {
    const given = {};
    for (const [name, {type, data, dims}] of Object.entries(feed)) given[name] = new Tensor(type, data, dims);
    const outputs = await session.run({...given, ...carried});
    carried = Object.fromEntries(Object.entries(carry).map(([output, input]) => [input, outputs[output]]));
    calls.push(
      Object.fromEntries(
        Object.entries(outputs).map(([name, {data, dims}]) => [name, {data: data.slice(), dims: [...dims]}]),
      ),
    );
  }
  await session.release?.();
  return calls;
}

process.on('message', async ({id, ...job}) => {
  try {
    const results = {};
    for (const [name, runtime] of Object.entries(runtimes)) results[name] = await run(runtime, job);
    process.send({id, results});
  } catch (error) {
    process.send({id, error: String(error?.message ?? error)});
  }
});
process.send({ready: true});
