export {runCommandLine} from './commandLine.js';
export {compareCharlm, type Comparison, type CompareOptions} from './compare/compareCharlm.js';
export {comparisonEntries, type ComparisonEntry, type Contestant} from './compare/comparisonEntry.js';
export type {BackendName, CharlmConfig} from './config/charlmConfig.js';
export {modelNames, backendNames, modelTitles} from './config/names.js';
export {resolveConfig} from './config/resolveConfig.js';
export {loadCorpus, type LoadCorpusOptions} from './data/loadCorpus.js';
export {evaluateRun, type EvaluateOptions} from './evaluate/evaluateRun.js';
export type {Evaluation} from './evaluate/evaluation.js';
export {sampleRun, type SampleRunOptions} from './evaluate/sampleRun.js';
export {CharModel} from './model/charModel.js';
export {sampleText, type SampleOptions} from './model/sampleText.js';
export {TextReader} from './model/textReader.js';
export {barProgress} from './progress/barProgress.js';
export {lineProgress} from './progress/lineProgress.js';
export {progressFor} from './progress/progressFor.js';
export type {TrainingProgress, TrainingStatus} from './progress/trainingProgress.js';
export {reportPage, type ReportArgs} from './report/reportPage.js';
export type {RunResult, RunSummary} from './report/runSummary.js';
export {CheckpointStore} from './run/checkpointStore.js';
export {
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
  type StoredTensor,
} from './run/checkpointFormat.js';
export {loadTrainedModel, type TrainedModel} from './run/loadTrainedModel.js';
export {MetricsFile, type MetricsLine, type TrainingLine, type ValidationLine} from './run/metrics.js';
export {readRunSummary} from './run/readRunSummary.js';
export {openRunFolder, RunFolder} from './run/runFolder.js';
export {expectedMemory} from './train/expectedMemory.js';
export {Interrupted} from './train/interrupted.js';
export {trainCharlm, type TrainOptions} from './train/trainCharlm.js';
export {OpenRun} from './train/openRun.js';
export {TrainingSession} from './train/trainingSession.js';
export type {Measurement} from './train/validate.js';
export {UserError} from './userError.js';
