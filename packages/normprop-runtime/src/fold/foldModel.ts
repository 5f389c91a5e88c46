import type {StreamKernels} from 'normprop-kernels/stream';
import type {
  LayerDescription,
  ModelDescription,
  RecurrentDescription,
  StandardizeDescription,
} from '../format/description.js';
import {driveTable, worthTable} from './driveTable.js';
import {foldRecurrent} from './foldRecurrent.js';
import type {Operation, RecurrentPart} from './operation.js';

/** Symbols that are not yet anything else: rows of a matrix [size,width], or unit vectors. */
interface Symbols {
  size: number;
  width: number;
  rows?: Float32Array;
}

/** Symbols up to which a matrix of unit vectors is made where nothing shorter is known. */
const MOST_UNIT_VECTORS = 4096;

/**
 * The operations of a model. What reads symbols becomes a table where that is worth it: the projection, a batchDataNormalization and the
 * input product of the recurrent layer are then one look-up.
 */
export function foldModel(kernels: StreamKernels, {layers, input}: ModelDescription): Operation[] {
  const operations: Operation[] = [];
  let symbols: Symbols | undefined;
  let size = input.size;
  const flush = (): void => {
    if (symbols) operations.push({op: 'lookUp', table: matrixOf(symbols), units: symbols.width});
    symbols = undefined;
  };
  for (const layer of layers) {
    switch (layer.type) {
      case 'oneHot':
        symbols = {size: layer.size, width: layer.size};
        break;
      case 'embedding': {
        const {scale, tensors, inputDim, outputDim} = layer;
        symbols = {size: inputDim, width: outputDim, rows: tensors.embeddings.map((value) => value * scale)};
        break;
      }
      case 'dropout':
        break;
      case 'batchDataNormalization': {
        const {scale, shift} = standardization(layer);
        if (symbols)
          symbols.rows = matrixOf(symbols).map((value, i) => value * scale[i % size] + shift[i % size]);
        else operations.push({op: 'affine', units: size, scale, shift});
        break;
      }
      case 'activation':
        flush();
        if (layer.activation !== 'linear')
          operations.push({op: 'activation', units: size, activation: layer.activation});
        break;
      case 'dense': {
        const {units, activation, inputSize, tensors} = layer;
        if (symbols && !symbols.rows) {
          const {kernel, bias} = tensors;
          symbols = {
            size,
            width: units,
            rows: kernel.map((value, i) => value + (bias ? bias[i % units] : 0)),
          };
          flush();
          if (activation !== 'linear') operations.push({op: 'activation', units, activation});
        } else {
          flush();
          operations.push({op: 'dense', inputSize, units, activation, ...tensors});
        }
        break;
      }
      default: {
        const halves = partsOf(layer);
        const tables =
          symbols && (!symbols.rows || halves.every((folded) => worthTable(symbols!.size, folded)));
        const {rows} = symbols ?? {};
        const parts: RecurrentPart[] = halves.map((folded) =>
          tables ? {folded, table: driveTable(kernels, folded, rows)} : {folded},
        );
        if (tables) symbols = undefined;
        flush();
        if (layer.type === 'bidirectional')
          operations.push({
            op: 'bidirectional',
            forward: parts[0],
            backward: parts[1],
            mergeMode: layer.mergeMode,
          });
        else operations.push({op: 'recurrent', part: parts[0]});
      }
    }
    size = layer.outputSize;
  }
  flush();
  return operations;
}

type Recurrent = Extract<LayerDescription, {type: 'bidirectional'}> | RecurrentDescription;

const partsOf = (layer: Recurrent) =>
  (layer.type === 'bidirectional' ? [layer.forward, layer.backward] : [layer]).map(foldRecurrent);

function standardization({epsilon, tensors}: StandardizeDescription): {
  scale: Float32Array;
  shift: Float32Array;
} {
  const scale = tensors.population_variance.map((variance) => 1 / Math.sqrt(variance + epsilon));
  return {scale, shift: scale.map((factor, i) => -factor * tensors.population_mean[i])};
}

function matrixOf({size, width, rows}: Symbols): Float32Array {
  if (rows) return rows;
  if (size > MOST_UNIT_VECTORS)
    throw new Error(
      `oneHot: more than ${MOST_UNIT_VECTORS} symbols need a dense or recurrent layer next, got ${size} and another one`,
    );
  const unit = new Float32Array(size * width);
  for (let i = 0; i < size; i++) unit[i * width + i] = 1;
  return unit;
}
