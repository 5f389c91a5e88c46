import type {StoredRun} from '../../run/checkpointFormat.js';
import type {FileSystem} from '../../run/fileSystem.js';
import {RunFolder} from '../../run/runFolder.js';
import type {RunResult, RunSummary, RunTypes} from '../../run/runTypes.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import {drawRules} from '../config/resolveDrawConfig.js';
import type {DrawImages} from '../data/loadDrawImages.js';
import type {DrawLine, DrawMeasuredLine} from './drawMetrics.js';

/** Where a DRAW run stands. With the config's seed, `update` decides every later batch and noise. */
export interface DrawPosition {
  /** Updates done. */
  update: number;
  /** Seconds spent in updates, over all sittings. */
  seconds: number;
  /** Sums since the last line of metrics. */
  sinceLog: DrawSums;
}

/** Sums over updates. */
export interface DrawSums {
  updates: number;
  bound: number;
  reconstruction: number;
  kl: number;
  gradientNorm: number;
  clipped: number;
  seconds: number;
}

/** All that a DRAW run needs to go on as if it had never stopped. */
export interface DrawCheckpoint extends StoredRun {
  config: DrawRunConfig;
  imageShape: [height: number, width: number, channels: number];
  /** Hash of the images: a run is not resumed on others. */
  dataFingerprint: string;
  position: DrawPosition;
}

/** What a finished DRAW run measured, as `result.json` holds it. */
export interface DrawResult extends RunResult {
  /** The measurement with the best validation bound. */
  validation: DrawMeasuredLine;
  /** The test images at that update. */
  test: DrawMeasuredLine;
  imagesPerSecond: number;
}

/** What DRAW runs are made of. */
export interface DrawTypes extends RunTypes {
  config: DrawRunConfig;
  data: DrawImages;
  line: DrawLine;
  checkpoint: DrawCheckpoint;
  result: DrawResult;
}

/** A DRAW run as reports show it. */
export type DrawSummary = RunSummary<DrawTypes>;

/** The folder of a DRAW run. */
export class DrawRunFolder extends RunFolder<DrawTypes> {
  constructor(path: string, files?: FileSystem) {
    super(path, drawRules, files);
  }
}
