import {loadNodeBackend} from '../backend/loadNodeBackend.js';
import {NoGPU} from '../backend/loadWebGPUBackend.js';
import {checkBackend} from './checkBackend.js';
import type {CheckOutcome, CheckTask} from './checkMessages.js';
import {useBinding} from './useBinding.js';

// The program of a process that checks one backend: native code that crashes, or a library that does not load, ends this
// process and no other.

async function outcomeOf({backend, nodePackage, binding}: CheckTask): Promise<CheckOutcome> {
  try {
    if (nodePackage && binding) useBinding(nodePackage, binding);
    if (nodePackage) loadNodeBackend(nodePackage);
    return {check: await checkBackend(backend)};
  } catch (error) {
    return {failure: (error as Error).message, lacks: error instanceof NoGPU};
  }
}

process.on('message', (task: CheckTask) => {
  void outcomeOf(task).then((outcome) => process.send!(outcome, undefined, {}, () => process.exit()));
});
