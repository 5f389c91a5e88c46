import {fsyncSync, writeSync} from 'node:fs';
import {workerData} from 'node:worker_threads';
import {lockText} from './lockText.js';
import type {LockState} from './lockText.js';

// A thread of its own: an update of a large model keeps the main thread for minutes, and the lock must go on beating.
const {descriptor, state} = workerData as {descriptor: number; state: LockState};
let beat = 0;

setInterval(() => {
  writeSync(descriptor, lockText(state, ++beat), 0);
  fsyncSync(descriptor); // other machines see it only then
}, 2000);
