import {MissingPackage} from '../missingPackage.js';
import {tableAsText} from '../page/table.js';
import {writeAtomically} from '../run/writeAtomically.js';
import type {Task} from '../run/task.js';
import {join} from 'node:path';
import {drawRules} from './config/resolveDrawConfig.js';
import {drawStepSizeOf} from './config/drawStepSizeOf.js';
import {loadDrawImages} from './data/loadDrawImages.js';
import {drawDemo} from './demo/drawDemo.js';
import {drawCommands} from './drawCommands.js';
import type {DrawTypes} from './record/drawTypes.js';
import {writeBoundFigure} from './report/boundFigure.js';
import {drawReportPage} from './report/drawReportPage.js';
import {drawResultTable} from './report/drawResultTable.js';
import {writeDrawReport} from './report/writeDrawReport.js';
import {DrawSession} from './train/drawSession.js';

/** DRAW: a network that paints digits, glimpse after glimpse; the loss is a bound in nats per image. */
export const drawTask: Task<DrawTypes> = {
  ...drawRules,
  subject: 'DRAW',
  measure: {unit: 'nats', digits: 2, items: 'images'},
  budget: ['data', 'batch', 'updates', 'epochs', 'backend'],
  dataInFolders: ['mnist', 'binarized-mnist'],
  shippedData: [],
  commands: drawCommands,
  instead: {
    sample: "'normprop draw sample <run>' lets it paint",
    evaluate: "its bounds are measured as it trains; 'normprop draw figure <run>' writes them",
    inspect: "'normprop draw figure <run>' shows it glimpse by glimpse",
  },
  demo: drawDemo,
  stepSize: drawStepSizeOf,
  dataKey: ({data, dataDir, binarize, seed, validationImages}) =>
    JSON.stringify([data, dataDir, binarize, seed, validationImages]),
  load: (config, options) => loadDrawImages(config, options),
  session: (config, images) => Promise.resolve(new DrawSession(config, images)),
  validationOf: (line) => (line.kind === 'validation' ? line.bound : undefined),
  outcome: ({result, metrics}) => {
    const train = metrics.filter(({kind}) => kind === 'train');
    return {validation: result.validation.bound, train: train[train.length - 1].bound};
  },
  figures: ({updates, epochs, seconds, imagesPerSecond, clipped, validation, test}) => ({
    ...{updates, epochs, seconds, imagesPerSecond, clipped},
    ...{validation, test},
  }),
  async reportRun(folder, run, images) {
    const {report, samples} = await writeDrawReport(folder, run, images);
    return `\n${tableAsText(drawResultTable([run]))}\n\nSamples: ${samples}\nReport: ${report}`;
  },
  async reportComparison(folder, runs, command) {
    const figure = await writeBoundFigure(folder, runs).catch((error: unknown) => {
      if (error instanceof MissingPackage) return [error.message];
      throw error;
    });
    const report = join(folder, 'report.html');
    await writeAtomically(report, await drawReportPage({runs, command}));
    return `\n${tableAsText(drawResultTable(runs))}\n\n${figure.join('\n')}\nReport: ${report}`;
  },
};
