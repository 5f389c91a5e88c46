import type {RunConfig} from '../config/runConfig.js';

/** Option names (several that take one value, with commas between) and the values to try. */
export type SweepAxes = Record<string, readonly unknown[]>;

/** Where a random value comes from: between two numbers, evenly or evenly in the logarithm, or out of a list. */
export type RandomAxis = {from: number; to: number; scale?: 'log' | 'linear'} | readonly unknown[];

/** What a sweep and each of its variants may say. */
export interface SweepPart {
  /** Options that all runs share: an object, or the path of a JSON file, from the sweep file's folder. */
  base?: string | Partial<RunConfig>;
  /** Every combination of these values. */
  grid?: SweepAxes;
  /** Values drawn `tries` times. */
  random?: Record<string, RandomAxis>;
  /** How often to draw. */
  tries?: number;
  /** Decides what is drawn (not the runs' own seed); default 1. */
  seed?: number;
  /** The base itself, and each of these values put into it, one at a time. */
  changes?: SweepAxes;
}

/** One line of a search that has several, such as a model; what it says is added to what the sweep says. */
export interface SweepVariant extends SweepPart {
  /** For tables and folder names. */
  name: string;
}

/** A sweep as its JSON file has it. */
export interface SweepFile extends SweepPart {
  /** The task; default text. */
  kind?: string;
  /** Each setting is trained with each of these; default the base's own seed. */
  seeds?: readonly number[];
  variants?: readonly SweepVariant[];
}
