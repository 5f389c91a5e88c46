import {startBackend} from '../backend/startBackend.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {loadCorpus} from '../data/loadCorpus.js';
import {TrainingSession} from '../train/trainingSession.js';

const warmUp = 2; // the first calls of a WASM kernel run at a tenth of its speed
const measured = 5;
const step = 25;
const most = 5000;

/**
 * How many updates of each config fit into so many seconds altogether, on this machine as busy as it is: measured on a
 * few updates of each in turn (medians), rounded down to a multiple of 25, between 25 and 5000.
 */
export async function updatesThatFit(configs: readonly CharlmConfig[], seconds: number): Promise<number> {
  await startBackend(configs[0].backend);
  const corpus = await loadCorpus(configs[0]);
  const sessions = configs.map((config) => new TrainingSession(config, corpus));
  try {
    const times = sessions.map((): number[] => []);
    for (let round = 0; round < warmUp + measured; round++)
      sessions.forEach((session, index) => {
        const took = session.update().seconds;
        if (round >= warmUp) times[index].push(took);
      });
    const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
    const perUpdate = times.reduce((sum, values) => sum + median(values), 0);
    return Math.min(most, Math.max(step, Math.floor(seconds / perUpdate / step) * step));
  } finally {
    sessions.forEach((session) => session.dispose());
  }
}
