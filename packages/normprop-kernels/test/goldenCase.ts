import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {
  LSTMForwardArgs,
  LSTMGradients,
  LSTMStatistics,
  NormalizeColumnsGradients,
} from '../src/index.js';

interface Stored {
  shape: number[];
  data: number[];
}

/** How often the losses of golden files contain the penalty of the cell. */
export const penaltyInLoss = 1.5;

/** A golden file: the cells in float64 by independent programs (normprop-core/test/golden/makeGolden.py is one). */
export interface GoldenCase {
  kind: 'baseline' | 'weightnorm' | 'normprop' | 'layernorm' | 'batchnorm';
  T: number;
  B: number;
  D: number;
  H: number;
  options: string[];
  conventions: {bn_stats: string};
  var_c: number | null;
  var_h: number | null;
  inputs: Record<string, Stored>;
  bn_stats?: Record<string, Stored>;
  cell?: 'standard' | 'preserving';
  cell_penalty?: {weight: number; target: number[]} | null;
  outputs: {hs: Stored; hT: Stored; cT: Stored; penalty?: number; loss: number; loss2: number};
  grads: Record<string, Stored>;
  grads_loss2: Record<string, Stored>;
}

const folder = join(__dirname, 'golden');

/** The names of all golden files. */
export const goldenNames = readdirSync(folder).map((name) => name.replace('.json', ''));

/** Reads a golden file. */
export function readGolden(name: string): GoldenCase {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as GoldenCase;
}

/** The kernels under test, and the precision of their inputs. */
export interface GoldenKernels {
  from: (data: number[]) => Float32Array;
  normalizeColumns: (w: Float32Array, rows: number, columns: number, gamma?: Float32Array) => Float32Array;
  normalizeColumnsBackward: (
    w: Float32Array,
    rows: number,
    columns: number,
    gamma: Float32Array | undefined,
    gradient: Float32Array,
  ) => NormalizeColumnsGradients;
}

/** The case's arguments for `lstmForward`; Weight Norm's and Norm Prop's weights normalised and scaled. */
export function goldenArgs(golden: GoldenCase, {from, normalizeColumns}: GoldenKernels): LSTMForwardArgs {
  const {kind, T, B, D, H, inputs} = golden;
  const get = (name: string) => (inputs[name] ? from(inputs[name].data) : undefined);
  const normed = kind === 'layernorm' || kind === 'batchnorm';
  const columns = kind === 'weightnorm' || kind === 'normprop';
  const statistics = golden.bn_stats;
  const row = (name: string) => from(statistics![name].data);
  const population: LSTMStatistics | undefined = statistics && {
    meanX: row('mean_x'),
    varianceX: row('var_x'),
    meanH: row('mean_h'),
    varianceH: row('var_h'),
    meanC: row('mean_c'),
    varianceC: row('var_c'),
  };
  return {
    timeSteps: T,
    batch: B,
    inputSize: D,
    units: H,
    x: get('x')!,
    kernel: columns ? normalizeColumns(get('kernel')!, D, 4 * H, get('gammaX')) : get('kernel')!,
    recurrentKernel: columns
      ? normalizeColumns(get('recurrentKernel')!, H, 4 * H, get('gammaH'))
      : get('recurrentKernel')!,
    bias: get('bias'),
    cell: golden.cell,
    ...(golden.cell_penalty && {
      cellPenalty: {weight: golden.cell_penalty.weight, target: from(golden.cell_penalty.target)},
    }),
    h0: get('h0'),
    c0: get('c0'),
    mask: get('mask'),
    candidateDropoutMask: get('candidateMask'),
    zoneoutCell: get('zoneoutCell'),
    zoneoutHidden: get('zoneoutHidden'),
    ...(kind === 'normprop' && {
      cellScale: get('gammaC')!.map((g) => g / Math.sqrt(golden.var_c!)),
      hiddenScale: from(Array<number>(H).fill(1 / Math.sqrt(golden.var_h!))),
    }),
    ...(normed && {
      normalizer: kind === 'layernorm' ? ('layer' as const) : ('batch' as const),
      epsilon: 1e-5,
      gammaX: get('gammaX'),
      gammaH: get('gammaH'),
      gammaC: get('gammaC'),
      betaX: get('betaX'),
      betaH: get('betaH'),
      betaC: get('betaC'),
    }),
    ...(kind === 'layernorm' && {perGate: golden.options.includes('per_gate')}),
    ...(kind === 'batchnorm' && {
      populationStatistics: population,
      batchStatisticsOver: golden.options.includes('bn_valid_only')
        ? ('validRows' as const)
        : ('allRows' as const),
    }),
  };
}

/** Gradients for `goldenArgs` brought back to the weights as stored. */
export function toStored(
  golden: GoldenCase,
  {from, normalizeColumnsBackward}: GoldenKernels,
  gradients: LSTMGradients,
): Record<string, Float32Array> {
  const {kind, D, H, inputs} = golden;
  const stored: Record<string, Float32Array> = {...gradients};
  if (kind === 'weightnorm' || kind === 'normprop') {
    const get = (name: string) => from(inputs[name].data);
    const x = normalizeColumnsBackward(get('kernel'), D, 4 * H, get('gammaX'), gradients.kernel);
    const h = normalizeColumnsBackward(
      get('recurrentKernel'),
      H,
      4 * H,
      get('gammaH'),
      gradients.recurrentKernel,
    );
    Object.assign(stored, {kernel: x.weights, gammaX: x.gamma, recurrentKernel: h.weights, gammaH: h.gamma});
  }
  if (kind === 'normprop') stored.gammaC = gradients.cellScale!.map((g) => g / Math.sqrt(golden.var_c!));
  return stored;
}
