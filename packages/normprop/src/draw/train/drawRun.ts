import type {StoredRun} from '../../run/checkpointFormat.js';
import {RunFolder, openRunFolder} from '../../run/runFolder.js';
import type {FileSystem} from '../../run/fileSystem.js';
import {UserError} from '../../userError.js';
import type {DrawRunConfig} from '../config/drawRunConfig.js';
import type {DrawMeasuredLine, DrawMetricsLine} from './drawMetrics.js';

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
export interface DrawResult {
  updates: number;
  epochs: number;
  /** Seconds spent in updates. */
  seconds: number;
  /** The measurement with the best validation bound. */
  validation: DrawMeasuredLine;
  /** The test images at that update. */
  test: DrawMeasuredLine;
  /** Share of all updates whose gradient was clipped. */
  clipped: number;
  imagesPerSecond: number;
  /** Numbers that are trained. */
  parameters: number;
  dataDescription: string;
  versions: Record<string, string>;
}

/** A DRAW run as reports show it. */
export interface DrawRunSummary {
  /** Unique in the report: `Norm Prop, seed 1`. */
  name: string;
  /** Runs of one group differ in the seed alone and share a colour. */
  group: string;
  config: DrawRunConfig;
  metrics: DrawMetricsLine[];
  result: DrawResult;
}

/** The folder of a DRAW run. */
export class DrawRunFolder extends RunFolder<DrawRunConfig, DrawMetricsLine, DrawCheckpoint> {
  constructor(path: string, files?: FileSystem) {
    super(path, files);
  }
}

/**
 * The DRAW run at a path.
 *
 * @throws {UserError} when there is none, or one of another kind.
 */
export async function openDrawRun(path: string): Promise<{folder: DrawRunFolder; config: DrawRunConfig}> {
  await openRunFolder(path);
  const folder = new DrawRunFolder(path);
  const config = (await folder.config())!;
  if (!('glimpses' in config)) throw new UserError(`run folder ${path}: holds a run of text, not of DRAW`);
  return {folder, config};
}
