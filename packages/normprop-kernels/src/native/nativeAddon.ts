type Optional = Float32Array | undefined;

/** Packed weights or a reserve in native memory; freed when it is collected. */
export type NativeHandle = object;

/** What we use of the package normprop-native, whose index.d.ts explains it. */
export interface NativeAddon {
  interface: number;
  builds: string[];
  pack(
    build: number,
    inputSize: number,
    units: number,
    kernel: Float32Array,
    recurrentKernel: Float32Array,
    columnGainX: Optional,
    columnGainH: Optional,
  ): NativeHandle;
  forward(
    build: number,
    numbers: Float64Array,
    weights: NativeHandle | undefined,
    ...arrays: (Optional | Float64Array | number)[]
  ): NativeHandle | undefined;
  backward(reserve: NativeHandle, threads: number, cellPenalty: number, ...arrays: Optional[]): void;
  openSteps(build: number, numbers: Float64Array, ...arrays: (Optional | number)[]): NativeHandle;
  stepForward(
    steps: NativeHandle,
    threads: number,
    step: number,
    x: Float32Array,
    hidden: Float32Array,
    ...statistics: Optional[]
  ): void;
  stepBackward(
    steps: NativeHandle,
    threads: number,
    step: number,
    hidden: Float32Array,
    x: Float32Array,
  ): void;
  finishSteps(steps: NativeHandle, threads: number, ...gradients: Optional[]): void;
  bytes(handle: NativeHandle): number;
  dispose(handle: NativeHandle): void;
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
  softmaxCrossEntropy(
    build: number,
    classes: number,
    targets: Int32Array,
    logits: Float32Array,
    gradient: Optional,
  ): number;
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
  scaleColumns(build: number, rows: number, columns: number, w: Float32Array, factors: Float32Array): void;
  memory(out: Float64Array): void;
  forgetPeak(): void;
}
