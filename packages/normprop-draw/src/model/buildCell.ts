import type {RecurrentModel} from 'normprop-core';
import {
  batchNormLSTM,
  layerNormLSTMCell,
  lstmCell,
  normPropLSTMCell,
  unitNormColumns,
  weightNormLSTMCell,
} from 'normprop-layers';
import type {LSTMCellArgs, NormalizedLSTMCell} from 'normprop-layers';
import {copyPlain} from './copyPlain.js';
import type {DrawCellArgs} from '../config/drawArgs.js';

type CellFactory = (args: LSTMCellArgs, glimpses: number) => NormalizedLSTMCell;

const factories: Readonly<Record<RecurrentModel, CellFactory>> = {
  lstm: lstmCell,
  weightNorm: weightNormLSTMCell,
  // The paper's gains for DRAW.
  normProp: (args) => normPropLSTMCell({gammaX: 0.5, gammaH: 0.5, gammaC: 0.5, ...args}),
  layerNorm: layerNormLSTMCell,
  // A lone cell would have one row of statistics for all glimpses; the layer's has one for each.
  batchNorm: (args, glimpses) => batchNormLSTM({...args, maxTimeSteps: glimpses}).cell,
};

/**
 * A built cell from its arguments.
 *
 * @param name names the cell in an error.
 * @throws if there is no such model, or what the cell throws for its options.
 */
export function buildCell(
  name: 'encoder' | 'decoder',
  {model = 'normProp', units = 256, ...options}: DrawCellArgs,
  {inputs, glimpses, unitNorm, seed}: {inputs: number; glimpses: number; unitNorm?: boolean; seed?: number},
): NormalizedLSTMCell {
  if (!Object.hasOwn(factories, model)) {
    const models = Object.keys(factories).join(', ');
    throw new Error(`${name}.model: expected one of ${models}, got '${String(model)}'`);
  }
  const isUnit = unitNorm ?? (model === 'normProp' || model === 'weightNorm');
  const constraint = isUnit
    ? {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()}
    : {};
  const cell = factories[model](
    {...constraint, ...(seed !== undefined && {seed}), ...copyPlain(options), units},
    glimpses,
  );
  cell.build([null, inputs]);
  return cell;
}

/** What `buildCell` makes the same cell from. */
export function cellConfig(cell: NormalizedLSTMCell): DrawCellArgs {
  const config: Record<string, unknown> = {model: cell.model, ...cell.getConfig()};
  delete config.name;
  delete config.maxTimeSteps; // the network's number of glimpses
  return copyPlain(config);
}
