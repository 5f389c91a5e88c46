import {startBackend} from '../../backend/startBackend.js';
import {resumeDifferences} from '../../config/configDifferences.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import {resolveDrawConfig} from '../config/resolveDrawConfig.js';
import {loadDrawImages} from '../data/loadDrawImages.js';
import {DrawRunFolder} from '../train/drawRun.js';
import {DrawSession} from '../train/drawSession.js';

/** Seconds that the updates may take; with start, measuring and pictures it stays under 4 minutes. */
const secondsForUpdates = 190;

const warmUp = 5; // the first calls of a WASM kernel run at a tenth of its speed
const measured = 12;
const [least, most, step] = [50, 8000, 50];

/** What a demo of DRAW will do. */
export interface DrawDemoPlan {
  config: DrawRunConfig;
  /** What the folder held: nothing, a demo that was interrupted (go on), or something to replace. */
  found: 'nothing' | 'interrupted' | 'other';
}

/**
 * The demo's run: small enough that strokes show after some minutes.
 *
 * Gains of 1, a larger rate than the network's size would bear for long, and larger windows than the paper's, since there are few glimpses.
 */
export function drawDemoConfig(updates: number): DrawRunConfig {
  return resolveDrawConfig({
    data: 'mnist',
    model: 'normProp',
    ...{glimpses: 8, units: 64, latentSize: 10, readSize: 5, writeSize: 8},
    ...{gammaX: 1, gammaH: 1, gammaC: 1},
    ...{batch: 32, updates, learningRate: 3e-3, decay: 'inverseTime:3e-4'},
    checkpointEvery: '20s',
    validateEvery: Math.max(1, Math.round(updates / 8)),
    validationImages: 500,
    logEvery: Math.max(1, Math.round(updates / 60)),
  });
}

/**
 * Decides how many updates the demo makes, and whether it goes on with an interrupted one.
 *
 * @param updates What the user named; else those of the interrupted demo, or what fits the time on this machine, as busy as it is:
 * the median of some updates, in steps of 50.
 */
export async function drawDemoPlan(out: string, updates?: number): Promise<DrawDemoPlan> {
  const folder = new DrawRunFolder(out);
  const saved = await folder.config();
  if (saved?.updates) {
    const config = drawDemoConfig(updates ?? saved.updates);
    const isFinished = (await folder.readJson('result.json')) !== undefined;
    const isSame = resumeDifferences(saved, config).length === 0 && saved.updates === config.updates;
    if (isSame && !isFinished) return {config, found: 'interrupted'};
  }
  const found = saved ? 'other' : 'nothing';
  return {config: drawDemoConfig(updates ?? (await drawUpdatesThatFit(secondsForUpdates))), found};
}

/** How many updates of the demo fit into so many seconds. */
export async function drawUpdatesThatFit(seconds: number): Promise<number> {
  const config = drawDemoConfig(1);
  await startBackend(config.backend);
  const session = new DrawSession(config, await loadDrawImages(config));
  try {
    const times: number[] = [];
    for (let update = 0; update < warmUp + measured; update++) times.push(session.update().seconds);
    const sorted = times.slice(warmUp).sort((one, other) => one - other);
    const median = sorted[Math.floor(measured / 2)];
    return Math.min(most, Math.max(least, Math.floor(seconds / median / step) * step));
  } finally {
    session.dispose();
  }
}
