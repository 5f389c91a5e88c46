import {tableAsText} from '../page/table.js';
import type {Task} from '../run/task.js';
import {charlmCommands} from './charlmCommands.js';
import type {CharlmTypes} from './record/charlmTypes.js';
import {charlmRules} from './config/resolveConfig.js';
import {stepSizeOf} from './config/stepSizeOf.js';
import {loadCorpus} from './data/loadCorpus.js';
import {loadCorpusAgain} from './data/loadCorpusAgain.js';
import {vocabularyOfSource} from './data/vocabularyOfSource.js';
import {charlmDemo} from './demo/charlmDemo.js';
import {comparisonWords} from './report/comparisonWords.js';
import {resultTable} from './report/resultTable.js';
import {writeComparison, writeRunReport} from './report/writeReport.js';
import {CharlmSession} from './train/charlmSession.js';

/** Character language models: text, read a piece at a time, the loss in bits per character. */
export const charlmTask: Task<CharlmTypes> = {
  ...charlmRules,
  subject: 'text',
  measure: {unit: 'bits per character', digits: 3, items: 'characters'},
  budget: ['data', 'split', 'length', 'batch', 'updates', 'epochs', 'backend'],
  dataInFolders: ['ptb'],
  shippedData: ['moby-dick'],
  commands: charlmCommands,
  instead: {
    'draw sample': "'normprop sample <run>' lets it write",
    'draw figure': "'normprop report <run>' draws its curves",
  },
  demo: charlmDemo,
  stepSize: stepSizeOf,
  dataKey: ({data, dataDir, split, unknownSymbol, length, initFrom}) =>
    JSON.stringify([data, dataDir, split, unknownSymbol, length, initFrom]),
  async load(config, {again, ...options} = {}) {
    const vocabulary = await vocabularyOfSource(config, again);
    return (again === undefined ? loadCorpus : loadCorpusAgain)(config, {...options, vocabulary});
  },
  session: (config, corpus) => CharlmSession.open(config, corpus),
  validationOf: (line) => (line.kind === 'validation' ? line.bitsPerCharacter : undefined),
  outcome: ({result}) => ({
    validation: result.validation.bitsPerCharacter,
    train: result.trainBitsPerCharacter,
  }),
  figures: ({updates, epochs, seconds, charactersPerSecond, clipped, trainBitsPerCharacter, validation}) => ({
    updates,
    epochs,
    seconds,
    charactersPerSecond,
    clipped,
    trainBitsPerCharacter,
    validation,
  }),
  async reportRun(folder, run) {
    const {sample} = run.result;
    return [
      '',
      tableAsText(resultTable([run])),
      '',
      `A sample (temperature ${sample.temperature}):`,
      `${sample.prime}${sample.text}`,
      '',
      `Report: ${await writeRunReport(folder, run)}`,
    ].join('\n');
  },
  async reportComparison(folder, runs, command) {
    return comparisonWords(runs, {report: await writeComparison(folder, {runs, command})});
  },
};
