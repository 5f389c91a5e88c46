import {randomUUID} from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {Worker} from 'node:worker_threads';
import {isAlive} from './isAlive.js';
import {UserError} from '../../userError.js';
import {lockText} from './lockText.js';
import type {LockState} from './lockText.js';

/** How long a lock may stay without a beat before its holder counts as gone; a beat comes every two seconds. */
const patience = 20_000;
const namePattern = /^lock-(\d{6})$/;

interface NewestLock {
  generation: number;
  /** As it stands in the file. */
  text: string;
}

/**
 * Sees to it that one process at a time trains in a run folder, also when machines share the folder.
 *
 * Locks are files `lock-000001`, `lock-000002`, …, made with O_EXCL; the highest counts. Who wants the folder makes the
 * next one, once the highest is given back or its holder is gone: its process on this machine has ended, or its file has
 * not changed for 20 seconds (a thread of the holder changes it every two, whatever the arithmetic does). No clocks of
 * different machines are compared. Nobody removes the highest, so that a slow contender cannot take what is taken.
 */
export class RunLock {
  private constructor(
    private readonly folder: string,
    private readonly generation: number,
    private readonly descriptor: number,
    private readonly state: LockState,
    private readonly heart: Worker,
  ) {}

  /**
   * Takes the lock, waiting for a holder that is alive.
   *
   * @param onWait Told once, when it must wait.
   * @returns Nothing when the signal was aborted first.
   */
  static async take(
    folder: string,
    {signal, onWait}: {signal?: AbortSignal; onWait?: () => void} = {},
  ): Promise<RunLock | undefined> {
    await mkdir(folder, {recursive: true});
    let seen: (NewestLock & {since: number}) | undefined;
    let waited = false;
    while (!signal?.aborted) {
      const newest = newestLock(folder);
      if (newest?.text !== seen?.text || newest?.generation !== seen?.generation)
        seen = newest && {...newest, since: performance.now()};
      if (!newest || isGivenBack(newest.text) || performance.now() - seen!.since > patience) {
        const lock = RunLock.make(folder, (newest?.generation ?? 0) + 1);
        if (lock) return lock;
        continue;
      }
      if (!waited) onWait?.();
      waited = true;
      await sleep(250);
    }
    return undefined;
  }

  /**
   * Takes the lock unless somebody holds it.
   *
   * @returns Nothing when a process of this machine holds it, or one of another machine does and beats.
   */
  static async takeAtOnce(folder: string): Promise<RunLock | undefined> {
    const held = newestLock(folder);
    if (held && !isGivenBack(held.text)) {
      if (isHere(held.text)) return undefined;
      for (const until = performance.now() + patience; performance.now() < until; await sleep(250))
        if (newestLock(folder)?.text !== held.text) return undefined;
    }
    return RunLock.make(folder, (held?.generation ?? 0) + 1);
  }

  private static make(folder: string, generation: number): RunLock | undefined {
    const file = fileOf(folder, generation);
    let descriptor: number;
    try {
      descriptor = openSync(file, 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw error;
    }
    const state = {place: place(), pid: process.pid, id: randomUUID(), free: false};
    writeSync(descriptor, lockText(state, 0), 0);
    fsyncSync(descriptor);
    if (newestLock(folder)!.generation !== generation) {
      closeSync(descriptor);
      rmSync(file, {force: true}); // it is an old number, which somebody has cleared away
      return undefined;
    }
    for (const older of generations(folder).filter((each) => each < generation))
      rmSync(fileOf(folder, older), {force: true});
    const heart = new Worker(heartSource, {eval: true, workerData: {descriptor, state}});
    heart.unref();
    return new RunLock(folder, generation, descriptor, state, heart);
  }

  /** Throws when another process has taken the folder, as it may after this one stood still for 20 seconds. */
  requireHeld(): void {
    if (newestLock(this.folder)?.generation === this.generation) return;
    throw new UserError(`run folder ${this.folder}: another process has taken it over; this one stops.`);
  }

  /** Gives the folder back. @param leave Leaves no file behind: for folders that no queue of processes waits for. */
  async release({leave = 'file'}: {leave?: 'file' | 'nothing'} = {}): Promise<void> {
    await this.heart.terminate();
    writeSync(this.descriptor, lockText({...this.state, free: true}, 0), 0);
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
    if (leave === 'nothing') rmSync(fileOf(this.folder, this.generation), {force: true});
  }
}

/**
 * A thread of its own: an update of a large model keeps the main thread for minutes, and the lock must go on beating. Other machines
 * see a beat only once it is flushed.
 */
const heartSource = `
const {fsyncSync, writeSync} = require('node:fs');
const {descriptor, state} = require('node:worker_threads').workerData;
const lockText = ${lockText.toString()};
let beat = 0;
setInterval(() => {
  writeSync(descriptor, lockText(state, ++beat), 0);
  fsyncSync(descriptor);
}, 2000);
`;

const fileOf = (folder: string, generation: number): string =>
  join(folder, `lock-${String(generation).padStart(6, '0')}`);

function generations(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const match = namePattern.exec(name);
    return match ? [Number(match[1])] : [];
  });
}

function newestLock(folder: string): NewestLock | undefined {
  const generation = Math.max(0, ...generations(folder));
  if (generation === 0) return undefined;
  try {
    return {generation, text: readFileSync(fileOf(folder, generation), 'utf8')};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return newestLock(folder); // a newer one is there
    throw error;
  }
}

/** Whether the holder says so, or was a process of this machine that has ended. */
function isGivenBack(text: string): boolean {
  const state = stateOf(text);
  return state !== undefined && (state.free || (state.place === place() && !isAlive(state.pid)));
}

/** Whether the holder is a process of this machine. */
function isHere(text: string): boolean {
  return stateOf(text)?.place === place();
}

/** Nothing for a file that is just being written. */
function stateOf(text: string): LockState | undefined {
  try {
    return JSON.parse(text) as LockState;
  } catch {
    return undefined;
  }
}

/** Where process numbers mean the same: the machine, and on Linux the container. */
function place(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
