// Node, Deno or Bun: loads a model by its path and prints what it gives.
// usage: <program> inProcess.mjs <model.safetensors>
import {loadModel} from 'normprop-runtime';
import {outputsOf} from './outputsOf.mjs';

console.log(JSON.stringify(outputsOf(await loadModel(process.argv[2]))));
