import {existsSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {isAlive} from './isAlive.js';

/** Removes from a folder what installations that were killed have left: `<name>.partial-<process id>`, perhaps with an ending. */
export function removeLeftovers(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.partial-(\d+)(\.\w+)?$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(folder, name), {recursive: true, force: true});
  }
}
