import {chart} from '../shared/chart.js';
import {heatMap} from './heatMap.js';

const gains = ['gammaX', 'gammaH', 'gammaC', 'forgetBias'];
const ways = ['paper', 'meanField', 'calibrated'];
const colours = ['--site-theirs', '--site-ours', '--site-third'];

/** Brings the gamma lab to life. */
export function start(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const variance = chart(part('variance'), {
    x: 'time step',
    y: 'E[h²]',
    series: [
      ...ways.map((label, i) => ({label, colour: colours[i]})),
      {label: 'one', colour: '--vp-c-text-3', dash: [4, 4]},
    ],
    range: {y: (_, low, high) => [0, Math.max(1.5, Math.min(5, high ?? 0))]},
  });
  const surface = heatMap(part('surface'));
  const worker = new Worker(new URL('./worker.js', import.meta.url), {type: 'module'});
  const meanField = new Worker(new URL('./meanFieldWorker.js', import.meta.url), {type: 'module'});
  let meanFieldBusy = false;
  let next; // what the mean field is asked when it is free again
  let id = 0;
  let asked = 0;
  let layers = {};

  const handlers = {
    constants({name, constants, layer, reason}) {
      const row = part(name);
      const cells = row.querySelectorAll('td');
      const format = (value) => (value === undefined ? '–' : value.toPrecision(3));
      cells[0].textContent = format(constants?.cellVariance);
      cells[1].textContent = format(constants?.hiddenVariance);
      cells[2].textContent = format(layer?.hiddenSquare);
      row.title = reason ?? '';
      row.classList.toggle('fails', reason !== undefined);
      row.classList.remove('old');
      layers[name] = layer?.hidden;
      const steps = Object.values(layers).find((values) => values)?.length ?? 0;
      const filled = (values) => values ?? Array(steps).fill(null);
      variance.set([
        Array.from({length: steps}, (_, t) => t + 1),
        ...ways.map((each) => filled(layers[each])),
        Array(steps).fill(1),
      ]);
      if (name === 'paper') part('reason').textContent = '';
      if (reason) part('reason').textContent = `${row.querySelector('th').textContent}: ${reason}`;
    },
    point({norm}) {
      const ms = performance.now() - asked;
      part('norm').textContent = norm.toFixed(2);
      part('meaning').textContent =
        norm > 1.02
          ? 'gradients grow in this step'
          : norm < 0.98
            ? 'gradients shrink in this step'
            : 'gradients pass';
      part('ms').textContent = ms.toFixed(0);
      root.dataset.ms = ms.toFixed(1);
      root.dataset.answers = String(Number(root.dataset.answers ?? 0) + 1);
    },
    surface({norms, points}) {
      surface.set(norms, points);
      root.dataset.surface = String(points);
    },
    error({message}) {
      part('reason').textContent = message;
    },
  };
  const take = ({data}) => {
    if (data.id === id) handlers[data.kind](data);
  };
  worker.onmessage = take;
  meanField.onmessage = (event) => {
    take(event);
    if (event.data.kind !== 'free') return;
    meanFieldBusy = false;
    if (next) askMeanField(next);
  };
  for (const each of [worker, meanField])
    each.onerror = ({message}) => handlers.error({message: message ?? 'a worker did not start'});

  function askMeanField(question) {
    next = meanFieldBusy ? question : undefined;
    if (meanFieldBusy) return;
    meanFieldBusy = true;
    meanField.postMessage(question);
  }
  function ask() {
    const values = Object.fromEntries(gains.map((name) => [name, Number(part(name).value)]));
    for (const name of gains) part(`${name}-value`).textContent = values[name].toFixed(2);
    surface.point(values.gammaX, values.gammaH);
    for (const name of ways) part(name).classList.add('old');
    layers = {};
    asked = performance.now();
    const question = {id: ++id, gains: values};
    worker.postMessage(question);
    askMeanField(question);
  }
  function put(values) {
    for (const name of gains) part(name).value = values[name];
    ask();
  }
  for (const name of gains) part(name).addEventListener('input', ask);
  part('defaults').addEventListener('click', () =>
    put({gammaX: 0.57, gammaH: 0.25, gammaC: 0.5, forgetBias: 1}),
  );
  part('paper-gains').addEventListener('click', () => put({gammaX: 2, gammaH: 2, gammaC: 1, forgetBias: 0}));
  ask();
  return () => {
    worker.terminate();
    meanField.terminate();
    variance.stop();
  };
}
