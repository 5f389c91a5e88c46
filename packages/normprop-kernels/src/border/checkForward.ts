import type {LSTMForwardArgs, LSTMStatistics, PackedLSTMWeights} from '../contract/lstmTypes.js';
import {
  expectAbsent,
  expectCount,
  expectFloats,
  expectNames,
  expectNumber,
  expectOptionalFloats,
} from './expect.js';
import {forwardNames, penaltyNames, statisticNames} from './names.js';

/** Throws on any argument of `lstmForward` that does not fit the others. */
export function checkForward(args: LSTMForwardArgs): void {
  expectNames('lstmForward', args, forwardNames);
  const {timeSteps: t, batch: b, inputSize: d, units: h} = args;
  expectCount('timeSteps', t);
  expectCount('batch', b);
  expectCount('inputSize', d);
  expectCount('units', h);
  checkMemory(args);
  expectFloats('x', args.x, [t, b, d]);
  expectFloats('kernel', args.kernel, [d, 4 * h]);
  expectFloats('recurrentKernel', args.recurrentKernel, [h, 4 * h]);
  expectOptionalFloats('columnGainX', args.columnGainX, [4 * h]);
  expectOptionalFloats('columnGainH', args.columnGainH, [4 * h]);
  if (args.packedWeights !== undefined) checkPacked(args.packedWeights, args);
  expectOptionalFloats('bias', args.bias, [4 * h]);
  expectOptionalFloats('h0', args.h0, [b, h]);
  expectOptionalFloats('c0', args.c0, [b, h]);
  expectOptionalFloats('hiddenScale', args.hiddenScale, [h]);
  checkNormalizer(args);
  checkCell(args);
  checkMask(args.mask, t, b);
  expectOptionalFloats('recurrentDropoutMask', args.recurrentDropoutMask, [b, h]);
  expectOptionalFloats('candidateDropoutMask', args.candidateDropoutMask, [t, b, h]);
  checkZoneout('zoneoutCell', args.zoneoutCell, [t, b, h]);
  checkZoneout('zoneoutHidden', args.zoneoutHidden, [t, b, h]);
}

function checkPacked(packed: PackedLSTMWeights, args: LSTMForwardArgs): void {
  const {inputSize: d, units: h} = args;
  if (packed.inputSize !== d || packed.units !== h)
    throw new RangeError(
      `packedWeights: expected weights for inputSize ${d} and units ${h}, got ${packed.inputSize} and ${packed.units}`,
    );
  if (packed.hasColumnGainX !== (args.columnGainX !== undefined))
    throw new Error(
      `columnGainX: packedWeights were packed ${packed.hasColumnGainX ? 'with' : 'without'} it`,
    );
  if (packed.hasColumnGainH !== (args.columnGainH !== undefined))
    throw new Error(
      `columnGainH: packedWeights were packed ${packed.hasColumnGainH ? 'with' : 'without'} it`,
    );
}

function checkNormalizer(args: LSTMForwardArgs): void {
  const {units: h, normalizer = 'none'} = args;
  if (normalizer !== 'none' && normalizer !== 'layer' && normalizer !== 'batch')
    throw new Error(`normalizer: expected 'none', 'layer' or 'batch', got '${String(normalizer)}'`);
  if (normalizer === 'none') {
    expectOptionalFloats('cellScale', args.cellScale, [h]);
    for (const name of ['gammaX', 'gammaH', 'gammaC', 'betaX', 'betaH', 'betaC', 'epsilon'] as const)
      expectAbsent(name, args[name], "only with normalizer 'layer' or 'batch'");
  } else {
    expectAbsent('cellScale', args.cellScale, "only with normalizer 'none'; use gammaC");
    expectFloats('gammaX', args.gammaX, [4 * h]);
    expectFloats('gammaH', args.gammaH, [4 * h]);
    expectFloats('gammaC', args.gammaC, [h]);
    expectOptionalFloats('betaX', args.betaX, [4 * h]);
    expectOptionalFloats('betaH', args.betaH, [4 * h]);
    expectOptionalFloats('betaC', args.betaC, [h]);
    if (args.epsilon !== undefined) expectNumber('epsilon', args.epsilon, 0);
  }
  if (normalizer !== 'layer')
    expectAbsent('perGate', args.perGate || undefined, "only with normalizer 'layer'");
  if (normalizer !== 'batch') {
    expectAbsent('populationStatistics', args.populationStatistics, "only with normalizer 'batch'");
    expectAbsent('batchStatisticsOver', args.batchStatisticsOver, "only with normalizer 'batch'");
  } else {
    const over = args.batchStatisticsOver ?? 'validRows';
    if (over !== 'validRows' && over !== 'allRows')
      throw new Error(`batchStatisticsOver: expected 'validRows' or 'allRows', got '${String(over)}'`);
    if (args.populationStatistics !== undefined) checkStatistics(args.populationStatistics, h);
  }
}

function checkCell(args: LSTMForwardArgs): void {
  const {cell = 'standard', recurrentActivation = 'sigmoid', cellPenalty, normalizer = 'none', units} = args;
  if (recurrentActivation !== 'sigmoid' && recurrentActivation !== 'hardSigmoid')
    throw new Error(
      `recurrentActivation: expected 'sigmoid' or 'hardSigmoid', got '${String(recurrentActivation)}'`,
    );
  if (cell !== 'standard' && cell !== 'preserving')
    throw new Error(`cell: expected 'standard' or 'preserving', got '${String(cell)}'`);
  if (cellPenalty === undefined) return;
  if (normalizer !== 'none') expectAbsent('cellPenalty', cellPenalty, "only with normalizer 'none'");
  expectNames('cellPenalty', cellPenalty, penaltyNames);
  expectNumber('cellPenalty.weight', cellPenalty.weight, 0);
  expectFloats('cellPenalty.target', cellPenalty.target, [units]);
  const wrong = cellPenalty.target.findIndex((value) => !(value > 0 && value < Infinity));
  if (wrong >= 0)
    throw new RangeError(
      `cellPenalty.target: expected finite numbers greater than 0, got ${cellPenalty.target[wrong]} at ${wrong}`,
    );
}

function checkStatistics(statistics: LSTMStatistics, units: number): void {
  expectNames('populationStatistics', statistics, statisticNames);
  const rows = Math.max(1, Math.floor((statistics.meanC?.length ?? 0) / units));
  for (const name of ['meanX', 'varianceX', 'meanH', 'varianceH'] as const)
    expectFloats(`populationStatistics.${name}`, statistics[name], [rows, 4 * units]);
  for (const name of ['meanC', 'varianceC'] as const)
    expectFloats(`populationStatistics.${name}`, statistics[name], [rows, units]);
}

function checkMask(mask: Float32Array | undefined, t: number, b: number): void {
  if (mask === undefined) return;
  expectFloats('mask', mask, [t, b]);
  const wrong = mask.findIndex((m) => m !== 0 && m !== 1);
  if (wrong >= 0) throw new RangeError(`mask: expected 0 or 1, got ${mask[wrong]} at ${wrong}`);
}

function checkZoneout(name: string, value: number | Float32Array | undefined, shape: number[]): void {
  if (value === undefined) return;
  if (typeof value !== 'number') expectFloats(name, value, shape);
  else if (!(value >= 0 && value <= 1))
    throw new RangeError(`${name}: expected a rate from 0 to 1, got ${value}`);
}

/** Throws when what must be kept for these sizes would pass the 4 GiB of a WebAssembly memory. */
function checkMemory(args: LSTMForwardArgs): void {
  const {timeSteps: t, batch: b, inputSize: d, units: h, inference} = args;
  const steps = inference ? 1 : t;
  const perUnit = (args.normalizer ?? 'none') === 'none' ? 6 : 15;
  const bytes = 4 * (steps * b * (perUnit * h + d) + 4 * h * (2 * h + d));
  if (bytes > 2 ** 32)
    throw new RangeError(
      `timeSteps ${t}, batch ${b}, inputSize ${d}, units ${h}: about ${(bytes / 2 ** 30).toFixed(1)} GiB must be kept, more than the 4 GiB of a WebAssembly memory`,
    );
}
