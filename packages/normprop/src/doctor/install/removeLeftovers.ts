import {existsSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';

/** Removes from a folder what installations that were killed have left: `<name>.partial-<process id>`, perhaps with an ending. */
export function removeLeftovers(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.partial-(\d+)(\.\w+)?$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(folder, name), {recursive: true, force: true});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
