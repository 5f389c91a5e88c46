import {pad} from './pad.js';
import {paintInk, picture} from './picture.js';
import {player} from './player.js';
import {testDigits} from './testDigits.js';

const pixels = 28 * 28;

/** Brings the page about DRAW to life. */
export function start(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const samples = [...part('samples').children].map(picture);
  const [seen, painted] = ['seen', 'painted'].map((name) => picture(part(name)));
  const worker = new Worker(new URL('./worker.js', import.meta.url), {type: 'module'});
  let config;
  let painting; // the last answers of the worker
  let reading;
  let painter; // players, once the model is there
  let reader;
  let drawn; // may be there before the model
  let seed = 1;
  let session = 0; // what is asked of another drawing than the present one is not shown
  let busy = false;
  let next;

  const handlers = {
    ready({config: its, measured}) {
      config = its;
      painter = player(part('painter'), config.glimpses, showPainting);
      reader = player(part('reader'), config.glimpses, showReading);
      for (const [name, value] of Object.entries({
        glimpses: config.glimpses,
        units: config.encoder.units,
        latents: config.latentSize,
        'read-size': `${config.readSize} × ${config.readSize}`,
        'write-size': `${config.writeSize} × ${config.writeSize}`,
        'test-bound': measured.bound.toFixed(1),
        'test-images': measured.images.toLocaleString('en'),
      }))
        part(name).textContent = value;
      for (const button of root.querySelectorAll('button')) button.disabled = false;
      part('state').textContent = 'ready';
      paint();
      if (drawn) readStrokes(true)(drawn);
      else choose(2, 1);
    },
    painted(message) {
      if (message.seed !== seed) return;
      painting = message;
      root.dataset.seed = seed;
      painter.restart();
    },
    read(message) {
      busy = false;
      if (next) ask(next);
      if (message.session !== session) return;
      reading = message;
      seen.ink(message.pixels);
      part('ms').textContent = message.ms.toFixed(0);
      if (!message.done) return reader.end();
      reader.restart();
      part('summary').textContent = `Read in ${config.glimpses} glimpses: ${nats(config.glimpses - 1)} nats`;
      root.dataset.read = Number(root.dataset.read ?? 0) + 1;
    },
    error({message}) {
      part('state').textContent = `stopped: ${message}`;
    },
  };
  worker.onmessage = ({data}) => handlers[data.kind](data);
  worker.onerror = ({message}) => handlers.error({message: message ?? 'the worker did not start'});

  const nats = (t) => (reading.errors[t] + reading.kl[t]).toFixed(1);

  function showPainting(t) {
    if (!painting) return;
    samples.forEach((sample, b) => {
      const at = (t * samples.length + b) * pixels;
      sample.ink(painting.values.subarray(at, at + pixels));
      sample.window(painting.writeWindows[t][b], config.writeSize);
      sample.label(`Digit ${b + 1} of ${samples.length} after ${t + 1} glimpses`);
    });
    root.dataset.painted = t + 1;
  }

  function showReading(t) {
    if (!reading) return;
    seen.window(reading.readWindows[t], config.readSize);
    painted.ink(reading.values.subarray(t * pixels, (t + 1) * pixels));
    painted.window(reading.writeWindows[t], config.writeSize);
    part('bound').textContent = nats(t);
    part('error').textContent = reading.errors[t].toFixed(1);
    part('kl').textContent = reading.kl[t].toFixed(1);
    seen.label(`What it reads, and where at glimpse ${t + 1}`);
    painted.label(`Its painting after ${t + 1} glimpses`);
    root.dataset.glimpse = t + 1;
  }

  function paint() {
    worker.postMessage({kind: 'paint', seed, count: samples.length});
  }

  /** Only the last question waits while the worker is at another. */
  function ask(question) {
    next = busy ? question : undefined;
    if (busy) return;
    busy = true;
    worker.postMessage(question);
  }
  const readStrokes = (done) => (strokes) => {
    drawn = strokes;
    if (config) ask({kind: 'read', strokes, session, done});
  };
  const paper = pad(part('pad'), {onMove: readStrokes(false), onEnd: readStrokes(true)});

  function clear() {
    session++;
    reading = undefined;
    reader.stop();
    paper.clear();
    for (const each of [seen, painted]) each.clear();
    for (const name of ['bound', 'error', 'kl']) part(name).textContent = '–';
  }
  function choose(digit, number) {
    clear();
    ask({kind: 'read', pixels: testDigits[digit][number], session, done: true});
  }

  part('another').addEventListener('click', () => {
    seed++;
    paint();
  });
  part('clear').addEventListener('click', clear);
  for (const button of root.querySelectorAll('[data-digit]')) {
    const {digit, number} = button.dataset;
    paintInk(button.querySelector('canvas'), testDigits[digit][number]);
    button.addEventListener('click', () => choose(digit, number));
  }
  return () => {
    worker.terminate();
    painter?.stop();
    reader?.stop();
  };
}
