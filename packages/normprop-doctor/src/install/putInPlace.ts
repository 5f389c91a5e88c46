import {renameSync, rmSync} from 'node:fs';

/**
 * Moves a folder that was made under another name to its place, unless another process has put a whole one there in the
 * meantime; one that is not whole goes.
 */
export function putInPlace(partial: string, place: string, isWhole: () => boolean): void {
  if (isWhole()) return;
  rmSync(place, {recursive: true, force: true});
  try {
    renameSync(partial, place);
  } catch (error) {
    if (!isWhole()) throw error;
  }
}
