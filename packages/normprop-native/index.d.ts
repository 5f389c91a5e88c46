declare namespace native {
  /** Packed weights or a reserve; freed when it is collected. */
  interface Handle {
    readonly opaque: unique symbol;
  }
  type Optional = Float32Array | undefined;

  /** The kernels of one machine. `build` is an index into `builds`; arrays are read and written where they lie. */
  interface Addon {
    /** Raised with every change of a function's arguments. */
    readonly interface: number;
    /** What this processor runs, the fastest first: `native-avx512`, `native-avx2`, `native-neon`. */
    readonly builds: readonly string[];
    pack(
      build: number,
      inputSize: number,
      units: number,
      kernel: Float32Array,
      recurrentKernel: Float32Array,
      columnGainX: Optional,
      columnGainH: Optional,
    ): Handle;
    /**
     * `numbers`: threads, timeSteps, batch, inputSize, units, normalizer (0 none, 1 layer, 2 batch), groups, epsilon, goBackwards,
     * batchMajor, inference, validRows, zoneout rates of cell and hidden state, preserving, weight/N of the cell's penalty,
     * hardSigmoid, readsMasked. `arrays`: x, kernel, recurrentKernel, columnGainX,
     * columnGainH, bias, h0, c0, cellScale, hiddenScale, gammaX, gammaH, gammaC, betaX, betaH, betaC, mask, recurrentDropoutMask,
     * candidateDropoutMask, zoneoutCell, zoneoutHidden, the rows of the population statistics (a number), mean and variance of
     * each of x·kernel, h·recurrentKernel, cell, 1/(H·target) of the penalty; then the results: outputs, hidden, cell, the statistics again, cells, and the
     * value of the penalty (one float64). Returns a
     * reserve, undefined at inference.
     */
    forward(
      build: number,
      numbers: Float64Array,
      weights: Handle | undefined,
      ...arrays: (Optional | Float64Array | number)[]
    ): Handle | undefined;
    /**
     * `arrays`: gradients of outputs, hidden, cell; then the results: kernel, recurrentKernel, bias, h0, c0, x, columnGainX, columnGainH,
     * cellScale, hiddenScale, gammaX, gammaH, gammaC, betaC.
     */
    backward(reserve: Handle, threads: number, cellPenalty: number, ...arrays: Optional[]): void;
    /** The memory of a sequence whose steps come one at a time. `numbers` as in `forward`; `arrays`: as there from kernel to the statistics. */
    openSteps(build: number, numbers: Float64Array, ...arrays: (Optional | number)[]): Handle;
    /** Step `step` from x [B,D] to h [B,H]; `statistics` of this step as in the results of `forward`. */
    stepForward(
      steps: Handle,
      threads: number,
      step: number,
      x: Float32Array,
      hidden: Float32Array,
      ...statistics: Optional[]
    ): void;
    /** Step `step` back, after the one behind it: from the gradient of its h [B,H] to that of its x [B,D]. */
    stepBackward(steps: Handle, threads: number, step: number, hidden: Float32Array, x: Float32Array): void;
    /** After step 0: the results of `backward`, without x. Uses the handle up. */
    finishSteps(steps: Handle, threads: number, ...gradients: Optional[]): void;
    /** Bytes that a handle holds. */
    bytes(handle: Handle): number;
    /** Gives a handle's memory back. */
    dispose(handle: Handle): void;
    sgemm(
      build: number,
      threads: number,
      m: number,
      n: number,
      k: number,
      a: Float32Array,
      transposeA: number,
      b: Float32Array,
      transposeB: number,
      c: Float32Array,
      accumulate: number,
    ): void;
    sigmoid(build: number, x: Float32Array, out: Float32Array): void;
    tanh(build: number, x: Float32Array, out: Float32Array): void;
    normalizeColumns(
      build: number,
      rows: number,
      columns: number,
      w: Float32Array,
      gamma: Optional,
      out: Float32Array,
    ): void;
    normalizeColumnsBackward(
      build: number,
      rows: number,
      columns: number,
      w: Float32Array,
      gamma: Optional,
      gradient: Float32Array,
      weights: Float32Array,
      gammaGradient: Float32Array,
    ): void;
    /** The mean over the rows; writes the gradient where there is an array for it. */
    softmaxCrossEntropy(
      build: number,
      classes: number,
      targets: Int32Array,
      logits: Float32Array,
      gradient: Optional,
    ): number;
    /** `factors`: β₁, β₂, η/(1 − β₁ᵗ), 1/√(1 − β₂ᵗ), ε. The last three arrays are written. */
    adamStep(
      build: number,
      factors: Float64Array,
      value: Float32Array,
      first: Float32Array,
      second: Float32Array,
      gradient: Float32Array,
      newValue: Float32Array,
      newFirst: Float32Array,
      newSecond: Float32Array,
    ): void;
    columnNorms(build: number, rows: number, columns: number, w: Float32Array, out: Float32Array): void;
    /** In place: column j of W times factors[j]. */
    scaleColumns(build: number, rows: number, columns: number, w: Float32Array, factors: Float32Array): void;
    /** For benchmarks: C = A·B with B packed once, `rounds` times. */
    repeatProduct(
      build: number,
      rounds: number,
      m: number,
      n: number,
      k: number,
      a: Float32Array,
      b: Float32Array,
      c: Float32Array,
    ): void;
    /** For benchmarks: multiply-adds in registers alone; returns the number of floating-point operations. */
    peak(build: number, rounds: number): number;
    /** Writes bytes taken from the system, bytes in use, and the most in use since `forgetPeak`. */
    memory(out: Float64Array): void;
    forgetPeak(): void;
  }
}

/** The kernels of normprop-kernels in native code; `normprop-kernels` finds and uses them by itself. */
declare const native: native.Addon;
export = native;
