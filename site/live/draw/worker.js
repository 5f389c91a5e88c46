// The trained network at work: paints new digits, reads what it is shown.
import {generate} from 'normprop-draw';
import {startWasm} from '../training/backend.js';
import {digitOf} from './digitOf.js';
import {modelOf} from './modelOf.js';
import {read} from './read.js';
import address from './model.safetensors?url';

const opened = open();
opened.catch(({message}) => postMessage({kind: 'error', message}));

const commands = {
  async paint({seed, count}) {
    const {model} = await opened;
    const {canvases, writeWindows} = await generate(model, {seed, count});
    postMessage({kind: 'painted', seed, values: canvases.dataSync(), writeWindows});
    canvases.dispose();
  },
  /** Of the strokes of the pad, or of pixels. */
  async read({strokes, pixels = digitOf(strokes), ...question}) {
    const {model} = await opened;
    const begin = performance.now();
    const answer = await read(model, pixels);
    postMessage({kind: 'read', ...question, ...answer, pixels, ms: performance.now() - begin});
  },
};

self.onmessage = ({data}) => {
  commands[data.kind](data).catch(({message}) => postMessage({kind: 'error', message}));
};

async function open() {
  const [response] = await Promise.all([fetch(address), startWasm()]);
  if (!response.ok) throw new Error(`The model did not come: the server said ${response.status}.`);
  const {model, measured} = await modelOf(new Uint8Array(await response.arrayBuffer()));
  postMessage({kind: 'ready', config: model.config, measured});
  return {model};
}
