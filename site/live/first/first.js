import {chart} from '../shared/chart.js';
import {loadText} from '../shared/loadText.js';
import {smoother} from '../shared/smooth.js';
import {config} from './config.js';

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

/** Brings the first screen to life. Training goes on while the page is seen and the reader does not pause it. */
export function start(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const curve = chart(part('curve'), {
    x: 'updates',
    y: 'bits per character',
    series: [{label: 'Norm Prop', colour: '--site-ours'}],
    range: {x: () => [0, config.updates], y: () => [1, 7]},
  });
  const data = [[], []];
  const smooth = smoother(0.15);
  const worker = new Worker(new URL('./worker.js', import.meta.url), {type: 'module'});
  let wanted = true;
  const follow = () => worker.postMessage({kind: wanted && !document.hidden ? 'resume' : 'pause'});
  document.addEventListener('visibilitychange', follow);

  const button = part('pause');
  button.addEventListener('click', () => {
    wanted = !wanted;
    button.textContent = wanted ? 'Pause' : 'Go on';
    part('state').textContent = wanted ? 'training' : 'paused';
    follow();
  });

  const handlers = {
    ready: () => {
      part('state').textContent = 'training';
      button.disabled = false;
    },
    progress({points, ours, theirs, turns}) {
      for (const {update, bits} of points) {
        data[0].push(update);
        data[1].push(smooth(bits));
      }
      curve.set(data);
      const bits = data[1].at(-1);
      root.dataset.bits = bits.toFixed(3);
      root.dataset.update = String(data[0].at(-1));
      part('bits').textContent = bits.toFixed(2);
      part('update').textContent = `${data[0].at(-1)} of ${config.updates}`;
      part('ours').textContent = whole.format(ours);
      if (turns === 0) return;
      part('theirs').textContent = whole.format(theirs);
      part('ratio').textContent = `${(ours / theirs).toFixed(0)} times`;
      const most = Math.max(ours, theirs);
      part('ours-bar').style.setProperty('--share', ours / most);
      part('theirs-bar').style.setProperty('--share', theirs / most);
    },
    sample({update, text}) {
      if (update === 0) part('first-sample').textContent = text;
      part('sample').textContent = text;
      part('sample-update').textContent = update === 0 ? 'before training' : `after ${update} updates`;
    },
    end() {
      part('state').textContent = 'done';
      button.disabled = true;
    },
    error({message}) {
      part('state').textContent = `stopped: ${message}`;
      button.disabled = true;
    },
  };
  worker.onmessage = ({data: message}) => handlers[message.kind](message);
  worker.onerror = ({message}) => handlers.error({message: message ?? 'the worker did not start'});
  loadText('moby-dick.txt').then(
    (text) => {
      worker.postMessage({kind: 'start', text});
      follow();
    },
    (error) => handlers.error(error),
  );
  return () => {
    document.removeEventListener('visibilitychange', follow);
    worker.terminate();
    curve.stop();
  };
}
