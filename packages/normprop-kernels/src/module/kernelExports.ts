/** What the WebAssembly module exports; addresses, leading dimensions and scratch in bytes, sizes in elements. */
export interface KernelExports {
  lstmForward(s: number, t0: number, t1: number, b0: number, b1: number, scratch: number): void;
  lstmBackward(s: number, t0: number, t1: number, b0: number, b1: number, scratch: number): void;
  lstmWeightGradients(
    s: number,
    timeSteps: number,
    n0: number,
    n1: number,
    dKernel: number,
    dRecurrent: number,
    dBias: number,
    scratch: number,
  ): void;
  lstmInputGradient(s: number, r0: number, r1: number, kernel: number, scratch: number): void;
  lstmScratch(): number;
  packAll(k: number, n: number, b: number, ldb: number, transposed: number, out: number, scale: number): void;
  gemmPacked(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    c: number,
    ldc: number,
    add: number,
    scratch: number,
  ): void;
  sgemm(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    transposeA: number,
    b: number,
    ldb: number,
    transposeB: number,
    c: number,
    ldc: number,
    add: number,
    scratch: number,
    scale: number,
    lds: number,
    period: number,
  ): void;
  sgemmScratch(): number;
  sigmoidArray(p: number, n: number): void;
  tanhArray(p: number, n: number): void;
  inverseColumnNorms(w: number, rows: number, columns: number, out: number): void;
  multiplyArrays(a: number, b: number, n: number, out: number): void;
  scaleColumns(w: number, rows: number, columns: number, scale: number): void;
  normalizeColumnsBackward(
    w: number,
    rows: number,
    columns: number,
    gamma: number,
    inverse: number,
    d: number,
    dGamma: number,
  ): void;
  softmaxRows(
    logits: number,
    targets: number,
    rows: number,
    classes: number,
    maxima: number,
    sums: number,
    gradient: number,
    share: number,
  ): void;
}
