export {loadModel, modelFromBytes} from './loadModel.js';
export type {LoadOptions} from './loadModel.js';
export type {
  Activation,
  ActivationDescription,
  BidirectionalDescription,
  DenseDescription,
  DropoutDescription,
  EmbeddingDescription,
  InputDescription,
  LayerDescription,
  LayerName,
  ModelDescription,
  OneHotDescription,
  OutputDescription,
  RecurrentDescription,
  RecurrentTensors,
  RecurrentType,
  StandardizeDescription,
} from './format/description.js';
export type {Model, ModelInput, ModelLayer, ModelOutput, RunSizes} from './run/Model.js';
export type {LayerState, StepInput, Stream, StreamState} from './run/Stream.js';
export type {ModelSource} from './sourceBytes.js';
