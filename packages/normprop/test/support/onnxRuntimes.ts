import {fork} from 'node:child_process';
import {join} from 'node:path';

/** What the two runtimes gave: for each call its outputs by name. */
export type ONNXResults = Record<'node' | 'web', Array<Record<string, {data: Float32Array; dims: number[]}>>>;

interface Answer {
  ready?: boolean;
  results?: ONNXResults;
  error?: string;
}

/** Runs a file in onnxruntime-node and onnxruntime-web, a call for each of the feeds. */
export function inONNXRuntimes(job: {
  file: Uint8Array;
  feeds: object[];
  carry: object;
}): Promise<ONNXResults> {
  const child = fork(join(__dirname, '../../../../tools/onnxruntime/runFiles.mjs'), {
    serialization: 'advanced',
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    child.on('message', ({ready, results, error}: Answer) => {
      if (ready) return void child.send({id: 1, ...job});
      child.kill();
      if (results) resolve(results);
      else reject(new Error(error));
    });
    child.on('error', reject);
  });
}

/**
 * What the two runtimes find the likeliest next symbol after each symbol of a text, which they read one a call with the state
 * carried.
 *
 * @param units The size of the state.
 * @param steps Whether the file counts time steps, as Batch Norm's does.
 */
export async function likeliestInONNX(
  file: Uint8Array,
  symbols: readonly number[],
  {units, steps = false}: {units: number; steps?: boolean},
): Promise<Record<'node' | 'web', number[]>> {
  const state = {type: 'float32', data: new Float32Array(units), dims: [1, units]};
  const start = {
    'recurrent/hidden': state,
    'recurrent/cell': state,
    ...(steps && {'recurrent/step': {type: 'int64', data: new BigInt64Array(1), dims: [1]}}),
  };
  const results = await inONNXRuntimes({
    file,
    feeds: symbols.map((symbol, i) => ({
      symbols: {type: 'int32', data: Int32Array.of(symbol), dims: [1, 1]},
      ...(i === 0 && start),
    })),
    carry: Object.fromEntries(Object.keys(start).map((name) => [`${name}_out`, name])),
  });
  const likeliest = (name: 'node' | 'web') =>
    results[name].map(({probabilities: {data}}) => data.indexOf(Math.max(...data)));
  return {node: likeliest('node'), web: likeliest('web')};
}
