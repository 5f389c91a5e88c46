// One model of the playground in training. It keeps itself in IndexedDB, so that a reload goes on where it was.
import {breathe} from '../shared/breathe.js';
import {median} from '../shared/median.js';
import {keep, recall} from '../shared/store.js';
import {startWasm} from '../training/backend.js';
import {corpusOf} from '../training/corpusOf.js';
import {openModel} from '../training/openModel.js';
import {Training} from '../training/Training.js';
import {writeText} from '../training/writeText.js';
import {bestCells} from './features.js';
import {History} from './History.js';
import {readCells} from './readCells.js';

const reportMs = 250;
const insideMs = 4000;
const keepMs = 8000;
const insideBatch = 8;

let training;
let history;
let slot;
let running = false;
let resume = () => {};
let turn = Promise.resolve();

/** One after another: an update does not change the weights while they are read. */
function inTurn(action) {
  turn = turn.then(action, action);
  return turn;
}

const commands = {
  async open({config, text, name}) {
    slot = name;
    await startWasm();
    training = new Training(config, corpusOf(text));
    const kept = await recall(slot);
    if (kept) await training.restore(kept.snapshot);
    history = new History(kept?.history);
    postMessage({kind: 'ready', update: training.update, history: history.data, seconds: training.seconds});
    await inTurn(look);
    await train();
  },
  resume() {
    running = true;
    resume();
  },
  pause() {
    running = false;
    if (training) return inTurn(remember);
  },
  async write({prime, temperature, length}) {
    const text = await withModel((model) => writeText(model, {prime, temperature, length}));
    postMessage({kind: 'written', prime, text, update: training.update});
  },
  async colour({text}) {
    const read = await withModel((model) => readCells(model, text));
    postMessage({kind: 'coloured', ...read, best: bestCells(read.text, read.cells)});
  },
  async file() {
    const bytes = await inTurn(() => training.model.toFile(`${training.config.model} of the playground`));
    postMessage({kind: 'file', bytes});
  },
};

self.onmessage = ({data}) => {
  Promise.resolve(commands[data.kind](data)).catch(({message}) => postMessage({kind: 'error', message}));
};

async function train() {
  const {batch, length} = training.config;
  const times = [];
  let [lastReport, lastLook, lastKept] = Array(3).fill(performance.now());
  while (!training.ended) {
    if (!running) await new Promise((resolve) => (resume = resolve));
    const before = training.seconds;
    const bits = await inTurn(() => training.step());
    times.push(training.seconds - before);
    if (times.length > 25) times.shift();
    history.add(training.update, training.seconds, bits);
    const now = performance.now();
    if (now - lastReport > reportMs || training.ended) {
      const rate = (batch * length) / median(times);
      postMessage({
        kind: 'progress',
        update: training.update,
        seconds: training.seconds,
        history: history.data,
        rate,
      });
      lastReport = now;
    }
    if (now - lastLook > insideMs || training.ended) {
      await inTurn(look);
      lastLook = performance.now();
    }
    if (now - lastKept > keepMs || training.ended) {
      await inTurn(remember);
      lastKept = performance.now();
    }
    await breathe();
  }
  postMessage({kind: 'end'});
}

/** Variance of h at each step, how many gates are stuck, and what is left of a gradient on its way back. */
async function look() {
  const {inputs, timeSteps} = training.peekBatch();
  const some = {inputs: inputs.subarray(0, insideBatch * timeSteps), batch: insideBatch, timeSteps};
  const {variance, saturation, gradient} = await training.model.inside(some);
  postMessage({kind: 'inside', variance: Array.from(variance), saturation, gradient});
}

async function remember() {
  await keep(slot, {snapshot: await training.snapshot(), history: structuredClone(history.data)});
  postMessage({kind: 'kept', update: training.update});
}

async function withModel(action) {
  const model = await openModel(await inTurn(() => training.model.toFile('playground')));
  try {
    return action(model);
  } finally {
    model.dispose();
  }
}
