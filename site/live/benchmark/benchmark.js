import {withBase} from 'vitepress';
import {asText, rowsOf} from './table.js';

const rounds = 9;
const inference = 'inference, one sequence';

/** Brings the benchmark page to life; nothing is loaded before the reader asks. */
export function start(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  let worker;
  let results = new Map();
  let heading = '';

  function show() {
    part('results').replaceChildren(
      ...rowsOf(results).map(({group, lacks, rows}) => {
        const table = document.createElement('table');
        const caption = table.createCaption();
        const state = lacks ?? (rows.length === 0 ? 'waits for its turn' : undefined);
        caption.textContent = state ? `${group}: ${state}` : group;
        for (const row of rows) {
          const line = table.insertRow();
          row.slice(0, 3).forEach((text) => (line.insertCell().textContent = text));
          line.classList.toggle('ours', row[0].includes('ours'));
        }
        return table;
      }),
    );
    root.dataset.entrants = String(rowsOf(results).reduce((sum, {rows}) => sum + rows.length, 0));
  }

  const groupOf = (name) => {
    if (!results.has(name)) results.set(name, {times: new Map()});
    return results.get(name);
  };
  function end(text) {
    worker?.terminate();
    worker = undefined;
    part('measure').textContent = 'Measure';
    part('state').textContent = text;
    part('copy').disabled = results.size === 0;
  }
  const handlers = {
    time({group, name, ms, count}) {
      groupOf(group).times.set(name, {ms, count});
      part('state').textContent = `measuring: ${group}, ${count} of ${rounds}`;
      show();
    },
    lacks({group, message}) {
      groupOf(group).lacks = message;
      show();
    },
    end: () => end('done'),
    error: ({message}) => end(`stopped: ${message}`),
  };

  part('measure').addEventListener('click', () => {
    if (worker) return end('stopped');
    const units = Number(part('units').value);
    const sizes = {timeSteps: Number(part('steps').value), batch: 32, inputSize: 50, units};
    const wanted = {
      backends: ['wasm', 'webgl', 'webgpu'].filter((name) => part(name).checked),
      inference: part('inference').checked,
    };
    results = new Map();
    [
      ...wanted.backends.map((name) => `training step, ${name}`),
      ...(wanted.inference ? [inference] : []),
    ].forEach(groupOf);
    show();
    heading = `LSTM, T=${sizes.timeSteps} B=32 (inference: 1) D=50 H=${units}, medians of up to ${rounds} rounds in turn\n${navigator.userAgent}\n${navigator.hardwareConcurrency} threads`;
    worker = new Worker(new URL('./worker.js', import.meta.url), {type: 'module'});
    worker.onmessage = ({data}) => handlers[data.kind](data);
    worker.onerror = ({message}) => handlers.error({message: message ?? 'the worker did not start'});
    part('measure').textContent = 'Stop';
    part('state').textContent = 'loading';
    part('copy').disabled = true;
    const onnxruntime = new URL(withBase('/onnxruntime/'), location.href).href;
    worker.postMessage({sizes, rounds, wanted, onnxruntime});
  });
  part('copy').addEventListener('click', async () => {
    const text = asText(results, heading);
    part('as-text').textContent = text;
    try {
      await navigator.clipboard.writeText(text);
      part('state').textContent = 'copied';
    } catch {
      part('state').textContent = 'the browser does not let this page copy; the text is below';
    }
  });
  return () => worker?.terminate();
}
