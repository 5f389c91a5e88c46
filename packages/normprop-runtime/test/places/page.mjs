/* global document, Worker, OfflineAudioContext, AudioWorkletNode */
// A page: what a model gives on the main thread, with a module of its own, in a worker and in an AudioWorklet.
import {loadModel} from 'normprop-runtime';
import {loadModel as loadWithModule} from 'normprop-runtime/module';
import {outputsOf} from './outputsOf.mjs';

const MODEL = '/examples/stream-audio/model.safetensors';
const answer = (port) =>
  new Promise((resolve, reject) => {
    port.onmessage = ({data}) => resolve(data);
    port.onerror = (event) => reject(new Error(event.message));
  });

async function inWorker() {
  const worker = new Worker('worker.js', {type: 'module'});
  worker.postMessage(MODEL);
  return answer(worker);
}

async function inWorklet() {
  const context = new OfflineAudioContext(1, 48_000, 48_000);
  await context.audioWorklet.addModule('worklet.js');
  const model = await (await fetch(MODEL)).arrayBuffer();
  const node = new AudioWorkletNode(context, 'outputs', {processorOptions: {model}});
  node.connect(context.destination);
  const answered = answer(node.port);
  await context.startRendering();
  return answered;
}

const places = {
  page: async () => outputsOf(await loadModel(MODEL)),
  response: async () => outputsOf(await loadModel(await fetch(MODEL))),
  module: async () => {
    const module = await WebAssembly.compileStreaming(fetch('/runtime/kernels.wasm'));
    return outputsOf(await loadWithModule(MODEL, {module}));
  },
  worker: inWorker,
  worklet: inWorklet,
};
const results = {};
for (const [place, run] of Object.entries(places))
  results[place] = await run().catch((error) => ({error: String(error.stack ?? error)}));
document.title = 'done';
document.body.textContent = JSON.stringify(results);
