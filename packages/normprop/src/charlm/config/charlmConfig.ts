import type {CellKind} from 'normprop-core';
import type {NormPropPresetName} from 'normprop-layers';
import type {RunConfig} from '../../config/runConfig.js';

/**
 * Everything that decides a character language model's run, as it stands in `config.json`. Two runs with the
 * same config, on the same versions, give the same weights to the bit. `null` means "not used".
 *
 * `data` is `moby-dick` (npm ships it), `ptb` (Penn Treebank), or the path of a UTF-8 text file; `clipNorm` is for the gradient
 * of the mean loss per character in nats.
 */
export interface CharlmConfig extends RunConfig {
  /** Shares of training, validation and test in per cent, in this order in the text: `90,5,5`; `null` for a text in three files. */
  split: string | null;
  /** Stands for characters of validation and test that the training part lacks; `null`: they are an error. */
  unknownSymbol: string | null;
  /** T, characters a piece: gradients flow back this far. */
  length: number;
  /** Norm Prop: whose settings stand where none is given: `paper`, or `null` for the layer's own. */
  preset: NormPropPresetName | null;
  /** λ of the term that keeps the cell at its variance in training; `null` for a model that has none. */
  cellPenalty: number | null;
  /** What that term wants c² to be in the mean, for models without a Var[c] of their own; `null`: no term. */
  cellTarget: number | null;
  /** `standard`, or `preserving`: c = f·c + √(1−f²)·i·g, which keeps its variance whatever f is. */
  cell: CellKind;
  /** What the softmax reads is h times this; the recurrence does not see it. */
  outputScale: number;
  /** The input variance that Norm Prop's equations are given: a number, or `actual` for what `inputScale` makes it. */
  inputVariance: 'actual' | number | null;
  /** Share of the recurrent layer's inputs set to 0 in training. */
  dropout: number;
  /** Share of the hidden states set to 0 on their way to the softmax. */
  outputDropout: number;
  /** Semeniuta's recurrent dropout: a new mask on the candidate g at each step. */
  candidateDropout: number;
  /** Keras' recurrent dropout: one mask on h for a whole piece. */
  recurrentDropout: number;
  /** Probability that a cell keeps its old c. */
  zoneoutCell: number;
  /** Probability that a unit keeps its old h. */
  zoneoutHidden: number;
  /** What the rows of the orthogonal matrix are multiplied by: `sqrt` for √V, or a number. */
  inputScale: 'sqrt' | number;
  /** Standardise the inputs: by the batch's statistics in training, by re-estimated ones of the population elsewhere. */
  batchDataNormalization: boolean;
  /** Train h and c before the first character, from zeros. */
  learnInitialState: boolean;
  /** At most so many validation characters (whole pieces), 0 for all of them. */
  validationCharacters: number;
}
