/**
 * One layer of a running model, written by src/stream (src/generated/streamFields.ts has the same names in the same order).
 * Pointers into the module's memory; 0 where there is nothing. Rows are time-major: [steps,batch,n].
 */
@unmanaged
export class StreamLayer {
  /** One of the OP numbers of stream.ts. */
  op: i32;
  batch: i32;
  /** D. */
  inputSize: i32;
  /** H, or the width of the output. */
  units: i32;

  /** [steps,B,D]; int32 symbols [steps,B] for a look-up or with `table`. */
  x: usize;
  /** [steps,B,units], or [B,units] with `lastOnly`. */
  out: usize;
  /** Floats from one row of `out` to the next. */
  outStride: i32;
  /** Only the last step of the sequence is written to `out`. */
  lastOnly: i32;
  /** The first step that is computed is the last one of x. */
  backwards: i32;
  /** With `backwards`: `out` is in the order of time. */
  outInTime: i32;

  /** look-up: rows [V,units]. LSTM: x·kernel for each symbol [V,4H], the bias in it unless statistics follow; or 0. */
  table: usize;
  /** Weights [D,units] or [D,4H] by `packGemv`, for one row; `packAll`, for several. */
  kernelRow: usize;
  kernelRows: usize;
  /** Recurrent weights [H,4H], the same two ways. */
  recurrentRow: usize;
  recurrentRows: usize;
  /** [units] or [4H]. affine: the shift. */
  bias: usize;
  /** affine: [units]. merge: the other array, as long as `x`. */
  other: usize;
  /** dense, activation: one of the ACTIVATION numbers. merge: one of the MERGE numbers. */
  kind: i32;

  /** LSTM: [B,H]. */
  h: usize;
  c: usize;
  /** LSTM, batch: time steps that each row has run [B], int32. */
  steps: usize;
  /** LSTM: gates [max(AHEAD,B),4H]. */
  gates: usize;
  /** LSTM: h·recurrent [B,4H]; layer and batch only. */
  recurrent: usize;
  /** LSTM: the new cell of a row [H]. */
  fresh: usize;
  /** LSTM: 0 none, 1 layer, 2 batch with statistics that differ from step to step. */
  normalizer: i32;
  /** layer: parts of 4H that are normalised by themselves, 1 or 4. */
  groups: i32;
  epsilon: f32;
  /** layer: γx, γh [4H]. batch: the factors of x·kernel and h·recurrent [rows,4H]. */
  gainX: usize;
  gainH: usize;
  /** batch: what is added to them together [rows,4H], the bias in it. */
  shift: usize;
  /** [H]; batch: [rows,H]. */
  cellScale: usize;
  cellShift: usize;
  /** batch: rows of the five above. */
  rows: i32;
  /** [H]. */
  hiddenScale: usize;
  hardSigmoid: i32;
  preserving: i32;
  zoneoutCell: f32;
  zoneoutHidden: f32;
  outputScale: f32;
  /** Scratch of `streamScratch` bytes, where several rows run at once. */
  scratch: usize;
}
