import uPlot from 'uplot';
import {chart} from '../shared/chart.js';
import {loadText} from '../shared/loadText.js';
import {forget, keep, recall} from '../shared/store.js';
import {corpusLimits} from '../training/corpusLimits.js';
import {titles} from '../training/modelNames.js';
import {colouredText} from './colouredText.js';
import {Model} from './Model.js';
import {openFile} from './openFile.js';
import {configsOf} from './settings.js';

const slots = ['first', 'second'];
const colours = ['--site-ours', '--site-theirs'];
const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const percent = (share) => `${(100 * share).toFixed(0)} %`;

/** Brings the playground to life; goes on with what an earlier visit kept. */
export function start(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const of = (slot, name) => root.querySelector(`[data-slot="${slot}"] [data-part="${name}"]`);
  const say = (text) => (part('state').textContent = text);
  const series = (label) => slots.map((slot, i) => ({label: `${slot} ${label}`, colour: colours[i]}));
  const curve = chart(part('curve'), {
    x: 'updates',
    y: 'bits per character',
    series: series('model'),
    range: {y: () => [1, 7]},
  });
  const variance = chart(part('variance'), {
    x: 'time step',
    y: 'variance of h',
    series: [...series('variance'), {label: 'one', colour: '--vp-c-text-3', dash: [4, 4]}],
    range: {y: (_, low, high) => [0, Math.max(1.5, Math.min(4, high ?? 0))]},
  });
  const gradient = chart(part('gradient'), {
    x: 'steps back in time',
    y: 'log₁₀ of what is left',
    series: series('gradient'),
    range: {y: (_, low, high) => [Math.min(-2, low ?? 0), Math.max(0.5, high ?? 0)]},
  });
  const coloured = colouredText(part('coloured'));
  let models = [];
  let running = false;
  let ownText;
  let read;

  const handlers = {
    ready({update, seconds}, model) {
      of(model.name, 'update').textContent = `${update} of ${model.config.updates}`;
      root.dataset[`${model.name}Update`] = update;
      root.dataset[`${model.name}From`] = update;
      of(model.name, 'seconds').textContent = seconds.toFixed(0);
      model.ready = true;
      if (models.every(({ready}) => ready)) {
        enable(true);
        setRunning(running);
      }
      drawCurve();
    },
    progress({update, seconds, rate}, model) {
      of(model.name, 'update').textContent = `${update} of ${model.config.updates}`;
      of(model.name, 'bits').textContent = model.history.bits.at(-1)?.toFixed(2) ?? '–';
      of(model.name, 'seconds').textContent = seconds.toFixed(0);
      of(model.name, 'rate').textContent = whole.format(rate);
      root.dataset[`${model.name}Update`] = update;
      drawCurve();
    },
    inside({saturation: {input, forget: kept, output}}, model) {
      of(model.name, 'saturation').textContent = `${percent(input)}, ${percent(kept)}, ${percent(output)}`;
      drawInside();
      if (model.history.update.length > 0) write(model);
    },
    written({prime, text, update}, model) {
      of(model.name, 'text').textContent = prime + text;
      of(model.name, 'written-at').textContent = `after ${update} updates`;
    },
    coloured(message) {
      read = message;
      part('unit').max = read.cells.length / Array.from(read.text).length - 1;
      part('best').replaceChildren(
        ...read.best.map(({feature, unit, correlation}) => {
          const button = document.createElement('button');
          button.type = 'button';
          button.textContent = `${feature}: cell ${unit} (${correlation.toFixed(2)})`;
          button.addEventListener('click', () => showUnit(unit));
          return button;
        }),
      );
      showUnit(read.best[0]?.unit ?? 0);
    },
    file({bytes}, model) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes]));
      link.download = `${model.config.model}.safetensors`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
    kept({update}, model) {
      root.dataset[`${model.name}Kept`] = update;
    },
    end(_, model) {
      model.ended = true;
      if (models.every(({ended}) => ended)) {
        setRunning(false);
        say('done');
      }
    },
    error({message}, model) {
      say(`${model ? `${titles[model.config.model]}: ` : ''}${message}`);
      setRunning(false);
    },
  };

  function drawCurve() {
    const x = part('seconds').checked ? 'seconds' : 'update';
    const columns = models
      .map(({history}) => [history[x], history.bits])
      .filter(([first]) => first.length > 0);
    if (columns.length === models.length && columns.length > 0) curve.set(uPlot.join(columns));
  }

  function drawInside() {
    const filled = (values, steps) => (values.length > 0 ? values : Array(steps).fill(null));
    const steps = Math.max(...models.map((model) => model.variance.length));
    const counted = (first) => Array.from({length: steps}, (_, t) => t + first);
    const columns = (name) => models.map((model) => filled(model[name], steps));
    variance.set([counted(1), ...columns('variance'), Array(steps).fill(1)]);
    gradient.set([
      counted(0),
      ...columns('gradient').map((values) => values.map((value) => value && Math.log10(value))),
    ]);
  }

  function write(model) {
    const temperature = Number(part('temperature').value);
    model.tell('write', {prime: part('prime').value || ' ', temperature, length: 260});
  }

  function showUnit(unit) {
    part('unit').value = unit;
    part('unit-name').textContent = `cell ${unit}`;
    coloured.show(read, Number(unit));
  }

  function setRunning(on) {
    running = on;
    part('run').textContent = on ? 'Pause' : 'Train';
    models.forEach((model) => model.tell(on ? 'resume' : 'pause'));
    if (models.length > 0) {
      say(on ? 'training' : 'paused');
      keep('wanted', on).catch(() => {});
    }
  }

  function enable(on) {
    for (const button of root.querySelectorAll('[data-needs-model]')) button.disabled = !on;
  }

  function close() {
    models.forEach((model) => model.stop());
    models = [];
    enable(false);
    read = undefined;
  }

  /** Starts two workers on a session; they find by themselves what was kept of it. */
  function begin({configs, text}) {
    say('preparing');
    models = configs.map((config, i) => new Model(slots[i], config, text, handlers));
    models.forEach(({name, config}) => (of(name, 'title').textContent = titles[config.model]));
  }

  const chosen = () =>
    configsOf({
      models: slots.map((slot) => part(slot).value),
      units: Number(part('units').value),
      updates: Number(part('updates').value),
    });

  async function run() {
    if (models.length > 0) return setRunning(!running);
    say('loading the text');
    const text =
      part('source').value === 'own' ? (ownText ?? part('own').value) : await loadText('moby-dick.txt');
    corpusLimits(text);
    const session = {configs: chosen(), text};
    await Promise.all([...slots.map(forget), keep('session', session)]);
    running = true;
    part('run').textContent = 'Pause';
    await keep('wanted', true);
    begin(session);
  }

  async function startOver() {
    close();
    await Promise.all([...slots, 'session', 'wanted'].map(forget));
    running = false;
    part('run').textContent = 'Train';
    say('choose two models and press Train');
    curve.set([[], [], []]);
    variance.set([[], [], [], []]);
    gradient.set([[], [], []]);
  }

  const guarded = (action) => (event) =>
    Promise.resolve()
      .then(() => action(event))
      .catch((error) => handlers.error(error));
  const on = (name, kind, action) => part(name).addEventListener(kind, guarded(action));

  on('run', 'click', run);
  on('over', 'click', startOver);
  on('seconds', 'change', drawCurve);
  on('updates-axis', 'change', drawCurve);
  on('write', 'click', () => models.forEach(write));
  on('temperature', 'input', () => (part('temperature-value').textContent = part('temperature').value));
  on('source', 'change', () => (part('own-box').hidden = part('source').value !== 'own'));
  on('colour', 'click', () => {
    const model = models[Number(part('coloured-model').value)];
    const text = part('passage').value || of(model.name, 'text').textContent;
    model.tell('colour', {text: text.slice(0, 1200)});
  });
  on('unit', 'input', () => read && showUnit(part('unit').value));
  slots.forEach((slot, i) => of(slot, 'download').addEventListener('click', () => models[i].tell('file')));
  on('open', 'change', async ({target}) => {
    const [file] = target.files;
    if (!file) return;
    const prime = part('prime').value || ' ';
    const text = await openFile(file, {prime, temperature: Number(part('temperature').value), length: 400});
    part('opened').textContent = `${file.name} writes: ${prime}${text}`;
  });

  async function take(file) {
    ownText = await file.text();
    part('source').value = 'own';
    part('own-box').hidden = false;
    part('own').value = `${ownText.slice(0, 400)}${ownText.length > 400 ? ' …' : ''}`;
    say(`${file.name}: ${whole.format(ownText.length)} characters`);
  }
  on('own', 'input', () => (ownText = undefined));
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener(
    'drop',
    guarded((event) => {
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file) return take(file);
    }),
  );

  Promise.all([recall('session'), recall('wanted')]).then(
    ([session, wanted]) => {
      if (!session) return say('choose two models and press Train');
      running = wanted === true;
      part('run').textContent = running ? 'Pause' : 'Train';
      session.configs.forEach(({model}, i) => (part(slots[i]).value = model));
      part('units').value = session.configs[0].units;
      part('updates').value = session.configs[0].updates;
      begin(session);
    },
    (error) => say(error.message),
  );
  return () => {
    close();
    curve.stop();
    variance.stop();
    gradient.stop();
  };
}
