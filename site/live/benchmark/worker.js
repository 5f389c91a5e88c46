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
    await attempt(`training step, ${backend}`, async () => {
      await backends[backend]();
      groups.push(await trainingEntrants(backend, sizes));
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
  for (let round = -1; round < rounds; round++) {
    for (const [i, entrant] of entrants.entries()) {
      if (times[i].length >= fewRounds && median(times[i]) > longMs) continue;
      entrant.prepare?.();
      const begin = performance.now();
      await entrant.run();
      if (round < 0) continue; // to warm up
      times[i].push(performance.now() - begin);
      const {name, group} = entrant;
      postMessage({kind: 'time', group, name, ms: median(times[i]), count: times[i].length});
    }
  }
  entrants.forEach((entrant) => entrant.close());
}

/** What a browser lacks is said in its place, and the rest goes on. */
async function attempt(group, action) {
  try {
    await action();
  } catch ({message}) {
    postMessage({kind: 'lacks', group, message});
  }
}
