import type {ImageSet} from 'normprop-datasets';
import type {DrawRunConfig} from '../../src/draw/config/drawRunConfig.js';
import {resolveDrawConfig} from '../../src/draw/config/resolveDrawConfig.js';
import type {DrawImages} from '../../src/draw/data/loadDrawImages.js';
import {drawTask} from '../../src/draw/drawTask.js';
import type {DrawSummary} from '../../src/draw/record/drawTypes.js';
import {runTraining} from '../../src/run/runTraining.js';
import type {TrainingOptions} from '../../src/run/runTraining.js';
import {backend} from './tinyRun.js';

/** Images of 6x6 pixels with one bright column, another in each. */
function columns(count: number): ImageSet {
  return {
    ...{count, height: 6, width: 6, channels: 1},
    read: (indices) =>
      Float32Array.from({length: indices.length * 36}, (_, i) =>
        i % 6 === indices[Math.floor(i / 36)] % 6 ? 1 : 0,
      ),
  };
}

/** Images that a tiny network learns in seconds. */
export function tinyImages(fingerprint = 'tiny'): DrawImages {
  return {
    description: 'columns',
    train: () => columns(24),
    valid: columns(6),
    test: columns(7),
    fingerprint,
  };
}

/** A config that trains in a second. */
export function tinyDrawConfig(given: Partial<DrawRunConfig> = {}): DrawRunConfig {
  return resolveDrawConfig({
    ...{units: 6, glimpses: 3, latentSize: 3, readSize: 2, writeSize: 3, batch: 5},
    ...{updates: 10, backend, logEvery: 3, checkpointEvery: '4'},
    ...given,
  });
}

/** Trains one network into a run folder, or resumes the one there. */
export async function trainDraw(
  config: DrawRunConfig,
  {
    folder,
    images,
    resume,
    ...options
  }: {folder: string; images: DrawImages; resume?: boolean} & TrainingOptions,
): Promise<DrawSummary> {
  const [run] = await runTraining(drawTask, [{config, folder, resume, data: images}], options);
  return run;
}
