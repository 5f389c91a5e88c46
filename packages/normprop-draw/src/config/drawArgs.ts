import type {RecurrentModel} from 'normprop-core';

/** One of our five cells: which, how large, and its own options (those of `normPropLSTMCell`, ...). */
export interface DrawCellArgs {
  /** Default `normProp`. */
  model?: RecurrentModel;
  /** H; default 256. */
  units?: number;
  /** The options of the model's cell in normprop-layers, e.g. `gammaX`, `varianceMethod`, `zoneoutCell`. */
  [option: string]: unknown;
}

/** Arguments of `draw`. */
export interface DrawArgs {
  /** Height, width and channels of an image; one channel when there are two numbers. */
  imageShape: [height: number, width: number, channels?: number];
  /** T; default 64. */
  glimpses?: number;
  /** Z; default 100. */
  latentSize?: number;
  /** Read and write through windows; default true. */
  attention?: boolean;
  /** N of the window that reads; default 2. */
  readSize?: number;
  /** N of the window that writes; default 5. */
  writeSize?: number;
  /** The cell of encoder and decoder. */
  cell?: DrawCellArgs;
  /** What is different in the encoder. */
  encoder?: DrawCellArgs;
  /** What is different in the decoder. */
  decoder?: DrawCellArgs;
  /**
   * Keep each column of the cells' matrices at norm 1 after each update (`applyConstraints`); default: in the models that normalise
   * columns, `normProp` and `weightNorm`.
   */
  unitNorm?: boolean;
  /** Fixes the first weights; default random. */
  seed?: number;
}

/** What a network is, in full and as JSON; `draw` takes it too. */
export interface DrawConfig {
  imageShape: [height: number, width: number, channels: number];
  glimpses: number;
  latentSize: number;
  attention: boolean;
  readSize: number;
  writeSize: number;
  encoder: DrawCellArgs;
  decoder: DrawCellArgs;
}
