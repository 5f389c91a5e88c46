import {loadPTB} from 'normprop-datasets';
import type {Split} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';

/**
 * Symbols of a part of the Penn Treebank when the space after each line's last word is kept: 446,184 of test, where we (as
 * Mikolov's files) have 442,423. Papers state either count.
 *
 * @returns Nothing for other texts.
 */
export async function untrimmedCount(
  {data, dataDir}: Pick<CharlmConfig, 'data' | 'dataDir'>,
  split: Split,
): Promise<number | undefined> {
  if (data !== 'ptb') return undefined;
  const {symbolCounts} = await loadPTB({untrimmed: true, ...(dataDir && {dir: dataDir})});
  return symbolCounts[split];
}
