import {readFileSync, readdirSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {emptyFolder} from '../../test/support/tinyRun.js';
import type {StoredRun} from './checkpointFormat.js';
import {CheckpointStore} from './checkpointStore.js';
import {disk} from './fileSystem.js';
import type {FileSystem} from './fileSystem.js';

const checkpointOf = (update: number): StoredRun => ({
  position: {update, seconds: 0},
  weights: [{name: 'w', shape: [100], values: new Float32Array(100).fill(update)}],
  optimizer: [],
});

/** A disk with room for a few bytes more: it takes part of the file, then is full, as a real one does. */
const fullDisk: FileSystem = {
  ...disk,
  writeDurably: (file, bytes) => {
    writeFileSync(file, bytes.subarray(0, 50));
    return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), {code: 'ENOSPC'}));
  },
};

const fail = (message: string): never => {
  throw new Error(`unexpected warning: ${message}`);
};

describe('CheckpointStore', () => {
  test('keeps the newest two and loads the newest', async () => {
    const store = new CheckpointStore(emptyFolder());
    expect(await store.load(fail)).toBeUndefined();
    for (const update of [9, 10, 100]) await store.save(checkpointOf(update));
    expect(readdirSync(store.folder)).toEqual(['update-000000010.ckpt', 'update-000000100.ckpt']);
    expect((await store.load(fail))?.position.update).toBe(100);
  });

  test('a truncated newest one: says so and takes the one before it', async () => {
    const store = new CheckpointStore(emptyFolder());
    await store.save(checkpointOf(1));
    truncateSync(await store.save(checkpointOf(2)), 300);
    const warnings: string[] = [];
    const loaded = await store.load((message) => warnings.push(message));
    expect(loaded?.position.update).toBe(1);
    expect(warnings.join()).toMatch(
      /update-000000002\.ckpt: corrupt or cut short[^]*Going on from .*000000001/,
    );
  });

  test('all damaged: an error that names them', async () => {
    const store = new CheckpointStore(emptyFolder());
    for (const update of [1, 2]) writeFileSync(await store.save(checkpointOf(update)), 'no checkpoint');
    await expect(store.load(fail)).rejects.toThrow(
      /000000002\.ckpt: not a checkpoint[^]*000000001\.ckpt: not a checkpoint[^]*No usable checkpoint is left/,
    );
  });

  test('a full disk keeps the previous one, leaves no rest, and says what to do', async () => {
    const folder = emptyFolder();
    const before = await new CheckpointStore(folder).save(checkpointOf(1));
    const bytes = readFileSync(before);
    const store = new CheckpointStore(folder, fullDisk);
    await expect(store.save(checkpointOf(2))).rejects.toThrow(
      /000000002\.ckpt: the checkpoint was not written: the disk is full\.\n.*000000001\.ckpt, is untouched; make room, then add --resume/,
    );
    expect(readdirSync(store.folder)).toEqual(['update-000000001.ckpt']);
    expect(readFileSync(before).equals(bytes)).toBe(true);
    expect((await store.load(fail))?.position.update).toBe(1);
  });

  test('a folder that cannot be read is an error', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'checkpoints'), 'a file, not a folder');
    await expect(new CheckpointStore(folder).load(fail)).rejects.toThrow(/checkpoints: cannot be read/);
  });

  test('what a crash left half written is not taken for a checkpoint, and goes with the next save', async () => {
    const store = new CheckpointStore(emptyFolder());
    await store.save(checkpointOf(1));
    writeFileSync(join(store.folder, 'update-000000002.ckpt.unfinished'), 'half');
    expect((await store.load(fail))?.position.update).toBe(1);
    await store.save(checkpointOf(3));
    expect(readdirSync(store.folder)).toEqual(['update-000000001.ckpt', 'update-000000003.ckpt']);
  });
});
