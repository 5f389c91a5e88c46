import {
  batchNormLSTM,
  layerNormLSTM,
  lstm,
  normPropLSTM,
  unitNormColumns,
  weightNormLSTM,
} from 'normprop-layers';
import type {NormalizedLSTM} from 'normprop-layers';
import type {RecurrentModel} from 'normprop-core';
import {modelDefaults} from '../config/modelDefaults.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../../userError.js';

/** Arguments that any of the five factories takes; each checks its own. */
type LayerArgs = Parameters<typeof normPropLSTM>[0];

const factories: Record<RecurrentModel, (args: LayerArgs) => NormalizedLSTM> = {
  lstm,
  weightNorm: weightNormLSTM,
  normProp: normPropLSTM,
  layerNorm: layerNormLSTM,
  batchNorm: batchNormLSTM,
};

/**
 * The recurrent layer that a config describes, built: it returns every hidden state and the last state.
 *
 * @param width D, the size of its inputs.
 * @param seed Of its weights and masks.
 * @param inputVariance What `inputVariance: 'actual'` stands for.
 * @throws {UserError} naming the option that the layer refuses, or gains for which `meanField` has no constants.
 */
export function recurrentLayer(
  config: CharlmConfig,
  width: number,
  seed: number,
  inputVariance: number,
): NormalizedLSTM {
  const {gammaX, gammaH, gammaC, varianceMethod} = config;
  const assumed = config.inputVariance === 'actual' ? inputVariance : config.inputVariance;
  const own = {gammaX, gammaH, gammaC, varianceMethod, inputVariance: assumed, cellTarget: config.cellTarget};
  // A run of a version without the term has none, whatever the layer's own default is.
  const penalty = 'cellPenalty' in modelDefaults[config.model] ? {cellPenalty: config.cellPenalty ?? 0} : {};
  const constraint = config.unitNorm
    ? {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()}
    : {};
  const args = {
    name: 'recurrent',
    units: config.units,
    returnSequences: true,
    returnState: true,
    seed,
    forgetBias: config.forgetBias,
    dropout: config.dropout,
    recurrentDropout: config.recurrentDropout,
    candidateDropout: config.candidateDropout,
    zoneoutCell: config.zoneoutCell,
    zoneoutHidden: config.zoneoutHidden,
    outputScale: config.outputScale,
    cell: config.cell,
    ...penalty,
    learnInitialState: config.learnInitialState,
    ...constraint,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null)),
    ...(config.model === 'batchNorm' && {maxTimeSteps: config.length}),
  };
  try {
    const layer = factories[config.model](args as LayerArgs);
    layer.build([null, null, width]);
    return layer;
  } catch (error) {
    throw new UserError((error as Error).message, 2);
  }
}
