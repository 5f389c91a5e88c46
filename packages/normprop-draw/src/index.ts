export {filterbank, type Filterbank} from './attention/filterbank.js';
export {readGlimpse, type ReadWindow} from './attention/readGlimpse.js';
export {
  attentionWindow,
  tilingWindow,
  type AttentionWindow,
  type WindowSize,
} from './attention/windowNumbers.js';
export {writeGlimpse} from './attention/writeGlimpse.js';
export {drawBound, type DrawBound} from './bound/drawBound.js';
export {evaluateDraw, type EvaluateDrawOptions} from './bound/evaluateDraw.js';
export {reconstructionError} from './bound/reconstructionError.js';
export {klDivergence} from './latent/klDivergence.js';
export {latentNoise, type LatentNoiseArgs} from './latent/latentNoise.js';
export {sampleLatent} from './latent/sampleLatent.js';
export {Draw, draw, type LinearName} from './model/Draw.js';
export type {DrawArgs, DrawCellArgs, DrawConfig} from './config/drawArgs.js';
export {runGlimpses, type RunGlimpsesOptions} from './model/runGlimpses.js';
export type {GlimpseRun} from './model/glimpseTypes.js';
export {generate, type GenerateOptions} from './sample/generate.js';
export type {GlimpseTrace} from './sample/glimpseTrace.js';
export {reconstruct, type ReconstructOptions} from './sample/reconstruct.js';
export {loadDraw} from './save/loadDraw.js';
export {saveDraw} from './save/saveDraw.js';
export {
  drawAdam,
  fitDraw,
  type EpochReport,
  type FitDrawOptions,
  type UpdateReport,
} from './train/fitDraw.js';
export type {ImageSource, PixelBatch} from './images/imageSource.js';
export {trainStep} from './train/trainStep.js';
export type {BoundValues} from './bound/BoundMean.js';
export type {PreparedLinear} from './model/linear.js';
