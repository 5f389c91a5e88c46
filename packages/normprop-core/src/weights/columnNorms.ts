import {
  abs,
  cast,
  divNoNan,
  engine,
  max,
  mul,
  sqrt,
  square,
  sum,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import * as kernels from 'normprop-kernels';
import {fusedIsOn} from '../fused/fusedSwitch.js';
import {isInMemory} from '../tensors/isInMemory.js';
import {readInPlace} from '../tensors/readInPlace.js';
import {withoutGradient} from '../tensors/withoutGradient.js';

/**
 * ‖W column‖₂ for every column, [M]; what `normalizeColumns` divides by.
 *
 * @param w [N,M].
 * @throws Where tfjs asks for its gradient: it has none.
 */
export function columnNorms(w: Tensor2D): Tensor1D {
  return withoutGradient('columnNorms: it has no gradient; normalizeColumns has one', [w], () =>
    tidy(() => {
      const floats = cast(w, 'float32');
      // In tfjs's ops the sums down the columns take ten times as long as this loop. float64 holds the squares of every float32.
      if (fusedIsOn() && isInMemory(engine().backendName))
        return tensor1d(kernels.columnNorms(readInPlace([floats])[0], w.shape[1]));
      return mul(...scaledNorms(floats)) as Tensor1D;
    }),
  );
}

/** The norm as largest |entry| · norm of W/largest: the squares of a column of 1e-23, or of 1e19, are not float32 numbers. */
export function scaledNorms(w: Tensor2D): [largest: Tensor, relative: Tensor] {
  const largest = max(abs(w), 0); // [M]
  return [largest, sqrt(sum(square(divNoNan(w, largest)), 0))];
}
