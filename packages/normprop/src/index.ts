export {runCommandLine} from './commandLine.js';
export type {CommandStreams} from './cli/commandContext.js';
export type {BackendName} from 'normprop-doctor';
export {compareCharlm, type Comparison, type CompareOptions} from './charlm/compareCharlm.js';
export type {
  CharlmCheckpoint,
  CharlmResult,
  CharlmSummary,
  CharlmTypes,
} from './charlm/record/charlmTypes.js';
export type {CharlmConfig} from './charlm/config/charlmConfig.js';
export {resolveConfig} from './charlm/config/resolveConfig.js';
export type {LoadOptions} from './run/loadOptions.js';
export {evaluateRun, type EvaluateOptions} from './charlm/evaluate/evaluateRun.js';
export type {Evaluation} from './charlm/evaluate/evaluation.js';
export {loadTrainedModel, type TrainedModel} from './charlm/model/loadTrainedModel.js';
export type {BatchTensors, CharModel} from './charlm/model/charModel.js';
export type {InputProjection} from './charlm/model/inputProjection.js';
export type {TrainingPosition} from './charlm/record/trainingPosition.js';
export type {StockTiming} from './charlm/report/stockTiming.js';
export {sampleRun, type SampleRunOptions} from './charlm/sample/sampleRun.js';
export type {SampleOptions} from './charlm/sample/sampleText.js';
export type {CharlmLine, TrainingLine, ValidationLine} from './charlm/record/charlmMetrics.js';
export {trainCharlm, type TrainOptions} from './charlm/trainCharlm.js';
export type {RunConfig} from './config/runConfig.js';
export type {LossMeasure, RunStatus, TrainingProgress} from './progress/trainingProgress.js';
export type {FileSystem} from './run/fileSystem.js';
export type {StoredRun, StoredTensor} from './run/checkpointFormat.js';
export type {CompareRunsOptions} from './run/compareRuns.js';
export type {ComparisonEntry} from './run/comparisonEntry.js';
export {Interrupted} from './run/interrupted.js';
export type {RunLine} from './run/metrics.js';
export type {TrainingOptions} from './run/runTraining.js';
export type {RunResult, RunSummary, RunTypes} from './run/runTypes.js';
export {UserError} from './userError.js';
