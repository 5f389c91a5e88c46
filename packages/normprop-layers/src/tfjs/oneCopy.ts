import * as tfl from '@tensorflow/tfjs-layers';

const twoCopies = (name: string): string =>
  `two copies of ${name} are loaded: npm ls ${name} shows where they come from`;

/**
 * Throws for symbolic tensors of another copy of tfjs-layers, which ours would take for values.
 *
 * @param inputs What a model gives to `apply`.
 */
export function checkOneCopy(inputs: unknown): void {
  for (const input of Array.isArray(inputs) ? (inputs as unknown[]) : [inputs]) {
    const isSymbolic = typeof input === 'object' && input !== null && 'sourceLayer' in input;
    if (isSymbolic && !(input instanceof tfl.SymbolicTensor))
      throw new Error(twoCopies('@tensorflow/tfjs-layers'));
  }
}
