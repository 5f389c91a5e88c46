// So that who has layers alone needs no second import for their speed.
export {accelerateMatMul, useKernels} from 'normprop-core';

export {constraintCallback, ConstraintCallback} from './callbacks/constraintCallback.js';
export type {LayerArgs, LSTMCellArgs} from './cells/lstmCellArgs.js';
export {NormalizedLSTMCell} from './cells/NormalizedLSTMCell.js';
export type {CellCall, CellOwner, ModelWeight, Noise, States} from './cells/NormalizedLSTMCell.js';
export {applyConstraints} from './constraints/applyConstraints.js';
export {unitNormColumns, UnitNormColumns} from './constraints/unitNormColumns.js';
export {batchDataNormalization, BatchDataNormalization} from './data/batchDataNormalization.js';
export type {BatchDataNormalizationArgs} from './data/batchDataNormalization.js';
export type {BatchDataset, BatchSource, DatasetItem, InputBatch} from './batches/forEachBatch.js';
export {gateBias, GateBias} from './initializers/gateBias.js';
export type {GateBiasArgs} from './initializers/gateBias.js';
export {orthogonal, OrthogonalPerGate} from './initializers/orthogonal.js';
export type {OrthogonalArgs} from './initializers/orthogonal.js';
export type {DropoutFunc, LSTMArgs, SequenceArgs} from './layers/lstmLayerArgs.js';
export {NormalizedLSTM} from './layers/NormalizedLSTM.js';
export type {LSTMCallArgs, LSTMCellClass, LSTMState} from './layers/NormalizedLSTM.js';
export {batchNormLSTM, BatchNormLSTM, batchNormLSTMCell, BatchNormLSTMCell} from './models/batchNormLSTM.js';
export type {BatchNormLSTMArgs, BatchNormLSTMCellArgs} from './models/batchNormLSTM.js';
export {layerNormLSTM, LayerNormLSTM, layerNormLSTMCell, LayerNormLSTMCell} from './models/layerNormLSTM.js';
export type {LayerNormLSTMArgs, LayerNormLSTMCellArgs} from './models/layerNormLSTM.js';
export {lstm, BaselineLSTM, lstmCell, BaselineLSTMCell} from './models/lstm.js';
export type {BaselineLSTMArgs, BaselineLSTMCellArgs} from './models/lstm.js';
export type {CellPenaltyArgs, CellTargetArgs} from './models/cellPenaltyOptions.js';
export {normPropLSTM, NormPropLSTM, normPropLSTMCell, NormPropLSTMCell} from './models/normPropLSTM.js';
export type {NormPropLSTMArgs, NormPropLSTMCellArgs} from './models/normPropLSTM.js';
export {normPropDefaults, normPropPresets} from './models/normPropPresets.js';
export type {NormPropPreset, NormPropPresetName} from './models/normPropPresets.js';
export {
  weightNormLSTM,
  WeightNormLSTM,
  weightNormLSTMCell,
  WeightNormLSTMCell,
} from './models/weightNormLSTM.js';
export type {WeightNormLSTMArgs, WeightNormLSTMCellArgs} from './models/weightNormLSTM.js';
export {adam, ClippedAdam} from './optimizers/adam.js';
export type {AdamArgs, NamedGradients} from './optimizers/adam.js';
export {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  learningRateDecay,
  linearDecay,
} from './optimizers/learningRateDecay.js';
export type {EndlessDecay, LearningRateDecay, PlannedDecay} from './optimizers/learningRateDecay.js';
export {reestimateStatistics} from './statistics/reestimateStatistics.js';
export type {ReestimateArgs} from './statistics/reestimateStatistics.js';
export {traceStatistics} from './trace/traceStatistics.js';
export type {GateStatistics, TraceArgs, TraceStatistics} from './trace/traceStatistics.js';
export type {StepStatistics} from './trace/StepMoments.js';
export type {SaturationShares} from './trace/Saturation.js';
export {copyWeightsFromLSTM} from './transfer/copyWeightsFromLSTM.js';
export {copyWeightsToLSTM} from './transfer/copyWeightsToLSTM.js';
export type {PlainLSTM} from './transfer/plainLSTM.js';
export {calibrate} from './calibration/calibrate.js';
export type {CalibrateArgs, Calibration} from './calibration/calibrate.js';
export type {LayerVarianceMethod} from './variance/layerVariances.js';
export type {TrackingArgs} from './variance/tracking.js';

// What stands in the signatures above.
export type {CellGainArgs, GainArgs} from './models/gains.js';
export type {NamedTensor} from './optimizers/AdamMoments.js';
export type {MaskStream} from './random/MaskStream.js';
export type {ReestimatesStatistics} from './statistics/reestimation.js';
export type {Constraint, Initializer, Regularizer, SerializedObject} from './tfjs/classes.js';
export type {Identifier} from './tfjs/resolve.js';
