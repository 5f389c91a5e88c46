import {sgemm} from 'normprop-kernels';

/** x W + b in each glimpse of a batch, on arrays; the gradients of W and b are one product over all glimpses. */
export class ArrayLinear {
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #kernel: Float32Array;
  readonly #bias: Float32Array;
  readonly #batch: number;
  /** [T,B,inputs]. */
  readonly #xs: Float32Array;
  /** [T,B,outputs]. */
  readonly #dys: Float32Array;

  /**
   * @param kernel W [inputs,outputs].
   * @param bias b [outputs].
   */
  constructor(kernel: Float32Array, bias: Float32Array, glimpses: number, batch: number) {
    this.#kernel = kernel;
    this.#bias = bias;
    this.#batch = batch;
    this.#outputs = bias.length;
    this.#inputs = kernel.length / bias.length;
    this.#xs = new Float32Array(glimpses * batch * this.#inputs);
    this.#dys = new Float32Array(glimpses * batch * this.#outputs);
  }

  /** [B,inputs] to [B,outputs]. */
  forward(glimpse: number, x: Float32Array): Float32Array {
    this.#xs.set(x, glimpse * this.#batch * this.#inputs);
    const y = sgemm({m: this.#batch, n: this.#outputs, k: this.#inputs, a: x, b: this.#kernel});
    return this.#addBias(y);
  }

  /** What x = 0 gives. */
  ofZeros(): Float32Array {
    return this.#addBias(new Float32Array(this.#batch * this.#outputs));
  }

  /** dy [B,outputs] to dx [B,inputs]. */
  backward(glimpse: number, dy: Float32Array): Float32Array {
    this.#dys.set(dy, glimpse * this.#batch * this.#outputs);
    const [m, n, k] = [this.#batch, this.#inputs, this.#outputs];
    return sgemm({m, n, k, a: dy, b: this.#kernel, transposeB: true});
  }

  /** dW and db, once all glimpses have been taken back. */
  gradients(): {kernel: Float32Array; bias: Float32Array} {
    const [m, n, k] = [this.#inputs, this.#outputs, this.#xs.length / this.#inputs];
    const kernel = sgemm({m, n, k, a: this.#xs, b: this.#dys, transposeA: true});
    return {kernel, bias: this.#columnSums()};
  }

  #addBias(y: Float32Array): Float32Array {
    const n = this.#outputs;
    for (let row = 0; row < y.length; row += n) for (let j = 0; j < n; j++) y[row + j] += this.#bias[j];
    return y;
  }

  #columnSums(): Float32Array {
    const n = this.#outputs;
    const sums = new Float64Array(n);
    for (let row = 0; row < this.#dys.length; row += n)
      for (let j = 0; j < n; j++) sums[j] += this.#dys[row + j];
    return Float32Array.from(sums);
  }
}
