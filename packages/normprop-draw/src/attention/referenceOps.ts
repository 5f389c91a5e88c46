import {
  add,
  concat,
  div,
  expandDims,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  sub,
  tile,
  transpose,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import type {AttentionOps} from './attentionOps.js';
import {filterbank} from './filterbank.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** The windows in tfjs ops and tfjs's own gradients, for every backend that has nothing faster. */
export const referenceOps: AttentionOps = {
  read(images, canvas, numbers, size) {
    const [batch, height, width] = canvas.shape;
    const {filterX, filterY, intensity} = filterbank(numbers, {size, height, width});
    const patches = [images, sub(images, sigmoid(canvas))].map((image) =>
      reshape(between(filterY, image as Tensor4D, filterX), [batch, -1]),
    );
    return mul(expandDims(intensity, 1), concat(patches, 1));
  },

  write(canvas, parameters, size) {
    const [batch, height, width, channels] = canvas.shape;
    const numbers = slice(parameters, [0, 0], [-1, WINDOW_NUMBERS]) as Tensor2D;
    const patch = reshape(slice(parameters, [0, WINDOW_NUMBERS], [-1, -1]), [batch, size, size, channels]);
    const {filterX, filterY, intensity} = filterbank(numbers, {size, height, width});
    const written = between(turned(filterY), patch as Tensor4D, turned(filterX));
    return add(canvas, div(written, reshape(intensity, [batch, 1, 1, 1])));
  },
};

/** F_Y x F_Xᵀ for each image and channel: [B,n,h], [B,h,w,C], [B,m,w] to [B,n,m,C]. */
function between(filterY: Tensor3D, image: Tensor4D, filterX: Tensor3D): Tensor {
  const [batch, height, width, channels] = image.shape;
  const n = filterY.shape[1];
  const rows = matMul(filterY, reshape(image, [batch, height, width * channels]) as Tensor3D);
  // Batches of different sizes would be multiplied too, but not differentiated by tfjs.
  const columns = tile(expandDims(filterX, 1), [1, n, 1, 1]); // [B,n,m,w]
  return matMul(columns, reshape(rows, [batch, n, width, channels]));
}

const turned = (filter: Tensor3D): Tensor3D => transpose(filter, [0, 2, 1]);
