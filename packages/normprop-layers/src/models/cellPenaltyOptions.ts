import type {CellPenalty} from 'normprop-core';
import {checkPositive} from '../options/checkNumbers.js';

/** What a layer pays in training for a cell that leaves its variance. */
export interface CellPenaltyArgs {
  /**
   * λ of the term `λ · mean over valid steps of ln(‖c‖²/(H·target))²` in the loss of training: it keeps c at the variance that it
   * starts with, where else it grows until its tanh saturates. Default 0, none; 0.1 is good for a cross entropy in nats, far too much
   * for a squared error of some thousandths. Layers only: a lone cell does not see the sequence.
   */
  cellPenalty?: number;
}

/** `CellPenaltyArgs` of a model that has no Var[c] of its own. */
export interface CellTargetArgs extends CellPenaltyArgs {
  /** What c² is to be in the mean. */
  cellTarget?: number;
}

export const cellPenaltyNames = ['cellPenalty'] as const;
export const cellTargetNames = [...cellPenaltyNames, 'cellTarget'] as const;

/**
 * λ.
 *
 * @param fallback Where none is given.
 * @throws If it is not a number of at least 0, or asked of a lone cell.
 */
export function penaltyWeight({cellPenalty}: CellPenaltyArgs, inLayer: boolean, fallback = 0): number {
  const weight = cellPenalty ?? fallback;
  if (!(typeof weight === 'number' && weight >= 0 && weight < Infinity)) {
    throw new Error(`cellPenalty: expected a finite number of at least 0, got ${String(weight)}`);
  }
  if (weight > 0 && !inLayer) {
    throw new Error(
      `cellPenalty: it is a mean over the sequence, which a lone cell does not see; use the layer, got ${weight}`,
    );
  }
  return weight;
}

/**
 * The penalty of a model without a Var[c] of its own, or undefined.
 *
 * @throws As `penaltyWeight`; if one of the two options comes without the other.
 */
export function targetedPenalty(args: CellTargetArgs, inLayer: boolean): CellPenalty | undefined {
  const weight = penaltyWeight(args, inLayer);
  const {cellTarget} = args;
  if (cellTarget != null) checkPositive('cellTarget', cellTarget);
  if (weight > 0 && cellTarget == null) {
    throw new Error(
      `cellPenalty: it needs cellTarget, what c² is to be in the mean, got cellPenalty ${weight} alone`,
    );
  }
  if (weight === 0 && cellTarget != null) {
    throw new Error(`cellTarget: it needs a cellPenalty above 0, got cellTarget ${cellTarget} alone`);
  }
  return weight > 0 ? {weight, target: cellTarget!} : undefined;
}

/** What `targetedPenalty` was made from, for a config. */
export function penaltyConfig(penalty: CellPenalty | undefined): {
  cellPenalty: number;
  cellTarget: number | null;
} {
  return {cellPenalty: penalty?.weight ?? 0, cellTarget: (penalty?.target as number | undefined) ?? null};
}
