// Trains the network of the first screen, and times stock tfjs on the same batches in between.
import {breathe} from '../shared/breathe.js';
import {median} from '../shared/median.js';
import {startWasm} from '../training/backend.js';
import {corpusOf} from '../training/corpusOf.js';
import {StockTraining} from '../training/StockTraining.js';
import {openModel} from '../training/openModel.js';
import {Training} from '../training/Training.js';
import {writeText} from '../training/writeText.js';
import {config, stockTurns} from './config.js';

const characters = config.batch * config.length;
const reportMs = 200;
const sampleMs = 1500;
const warmUp = 3;

let running = false;
let resume = () => {};

self.onmessage = ({data}) => {
  if (data.kind === 'start') train(data.text).catch(({message}) => postMessage({kind: 'error', message}));
  running = data.kind !== 'pause';
  if (running) resume();
};

async function train(text) {
  await startWasm();
  const corpus = corpusOf(text);
  const training = new Training(config, corpus);
  const {size} = corpus.vocabulary;
  postMessage({kind: 'ready', symbols: size});
  await sample(training);
  let points = [];
  let lastReport = performance.now();
  let lastSample = lastReport;
  const ours = [];
  const theirs = [];
  let stock;
  while (!training.ended) {
    if (!running) await new Promise((resolve) => (resume = resolve));
    if (stockTurns.includes(training.update)) {
      stock ??= new StockTraining(config, size);
      const seconds = await stockSeconds(stock, training);
      if (training.update !== stockTurns[0]) theirs.push(seconds);
      if (training.update === stockTurns.at(-1)) stock.dispose();
    }
    const before = training.seconds;
    const bits = await training.step();
    // both over the same stretch of time, so that whatever else the machine does falls on both
    if (training.update > warmUp && training.update <= stockTurns.at(-1))
      ours.push(training.seconds - before);
    points.push({update: training.update, seconds: training.seconds, bits});
    const now = performance.now();
    if (now - lastReport > reportMs || training.ended) {
      const rate = (seconds) => characters / median(seconds);
      postMessage({kind: 'progress', points, ours: rate(ours), theirs: rate(theirs), turns: theirs.length});
      points = [];
      lastReport = now;
    }
    if (now - lastSample > sampleMs || training.ended) {
      await sample(training);
      lastSample = performance.now();
    }
    await breathe();
  }
  postMessage({kind: 'end'});
}

/** Stock's time for the batch that comes next; ours has it after. */
async function stockSeconds(stock, training) {
  const batch = training.peekBatch();
  const x = training.model.vectors(batch);
  const seconds = await stock.secondsOf(x, batch);
  x.dispose();
  return seconds;
}

async function sample(training) {
  const model = await openModel(await training.model.toFile('first screen'));
  const text = writeText(model, {prime: 'The ', length: 220, temperature: 0.6});
  model.dispose();
  postMessage({kind: 'sample', update: training.update, text: `The ${text}`});
}
