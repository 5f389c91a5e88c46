// Measures on this machine: everyone in turn, round after round, and the median of each.
import {median} from '../shared/median.js';
import {backends, trainingEntrants} from './training.js';

/** An entrant with such a long turn is not asked again after `fewRounds`. */
const longMs = 1500;
const fewRounds = 2;

self.onmessage = ({data}) => measure(data).catch(({message}) => postMessage({kind: 'error', message}));

async function measure({sizes, rounds, wanted, onnxruntime}) {
  const groups = [];
  for (const backend of wanted.backends) {
    const group = `training step, ${backend}`;
    await attempt(group, async () => {
      await backends[backend]();
      groups.push(await trainingEntrants(backend, sizes, (action) => attempt(group, action)));
    });
  }
  if (wanted.inference) {
    await attempt('inference, one sequence', async () => {
      const {inferenceEntrants} = await import('./inference.js');
      groups.push(await inferenceEntrants(sizes, onnxruntime));
    });
  }
  for (const entrants of groups) await attempt(entrants[0].group, () => race(entrants, rounds));
  postMessage({kind: 'end'});
}

async function race(entrants, rounds) {
  const times = entrants.map(() => []);
  let wanted; // the loss of a plain LSTM, which all of them have
  for (let round = -1; round < rounds; round++) {
    for (const [i, entrant] of entrants.entries()) {
      if (times[i].length >= fewRounds && median(times[i]) > longMs) continue;
      entrant.prepare?.();
      const begin = performance.now();
      const loss = await entrant.run();
      if (round < 0) {
        // to warm up
        if (entrant.plain) checkLoss(entrant.name, loss, (wanted ??= loss));
        continue;
      }
      times[i].push(performance.now() - begin);
      const {name, group} = entrant;
      postMessage({kind: 'time', group, name, ms: median(times[i]), count: times[i].length});
    }
  }
  entrants.forEach((entrant) => entrant.close());
}

/** Who computes something else is not in the race. */
function checkLoss(name, loss, wanted) {
  if (!(Math.abs(loss - wanted) <= 1e-3 * wanted))
    throw new Error(`${name} gives another loss: expected ${wanted}, got ${loss}`);
}

/** What a browser lacks is said in its place, and the rest goes on. */
async function attempt(group, action) {
  try {
    await action();
  } catch ({message}) {
    postMessage({kind: 'lacks', group, message});
  }
}
