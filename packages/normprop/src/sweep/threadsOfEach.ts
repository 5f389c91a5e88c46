import {availableParallelism} from 'node:os';
import type {Threads} from './trainerMessages.js';

/** Threads of each of `jobs` runs at a time: what was asked for, or else a share of the cores. One run alone measures what gains. */
export function threadsOfEach(jobs: number, asked: Threads = 'auto'): Threads {
  if (asked !== 'auto' || jobs === 1) return asked;
  return Math.max(1, Math.floor(availableParallelism() / jobs));
}
