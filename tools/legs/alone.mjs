import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {root} from '../results.mjs';

const folder = join(root, 'coverage');
const lock = join(folder, 'installing-legs');
const LIMIT_MS = 30 * 60_000; // the wheels for CUDA are 4 GB

/**
 * Runs a task while no other process of this checkout runs one: several packages' legs start at once, and install in one place.
 *
 * @throws {Error} where another process has the lock for half an hour.
 */
export async function alone(task, limit = LIMIT_MS) {
  mkdirSync(folder, {recursive: true});
  const deadline = Date.now() + limit;
  for (let told = false; !take(); told = true) {
    if (Date.now() > deadline) {
      throw new Error(
        `process ${owner()} has had ${lock} for ${limit / 1000} s; remove that file if nothing is being installed`,
      );
    }
    if (!told) console.error(`Waiting for process ${owner()}, which installs what the legs need (${lock}) …`);
    await sleep(300);
  }
  try {
    return await task();
  } finally {
    if (owner() === process.pid) rmSync(lock, {force: true});
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), {flag: 'wx'});
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const pid = owner();
  if (pid !== undefined && !isAlive(pid)) rmSync(lock, {force: true}); // whoever had it was killed
  return false;
}

/** The process that has the lock, as far as it is written; undefined where it was given back. */
function owner() {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0); // 0, from a file that is being written, is our own group
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
