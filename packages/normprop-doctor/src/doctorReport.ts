import {cpus} from 'node:os';
import {version_core as tfjsVersion} from '@tensorflow/tfjs-core';
import {existsSync} from 'node:fs';
import type {NodePackage} from './backend/nodePackage.js';
import {webGPUPackages} from './backend/loadWebGPUBackend.js';
import {findNodePackage, nodeBackendFolders, usableNodePackage} from './backend/nodePackage.js';
import {checkInProcess} from './check/checkInProcess.js';
import type {CheckOutcome, CheckTask} from './check/checkMessages.js';
import {checkWords, passes} from './check/checkWords.js';
import {kernelWords} from './kernelWords.js';
import {nvidiaDevices} from './install/nvidiaDevices.js';

/** What is here, in lines. */
export interface DoctorReport {
  lines: string[];
  /** Whether every backend that is here does what it should. */
  allWork: boolean;
}

/**
 * Looks at Node, tfjs, the kernels and every backend, each in a process of its own.
 *
 * @param project Where tfjs-node is looked for first.
 */
export async function doctorReport(
  project: string,
  check: (task: CheckTask) => Promise<CheckOutcome> = checkInProcess,
): Promise<DoctorReport> {
  const folders = [project, ...nodeBackendFolders()];
  const nodePackage = usableNodePackage(folders);
  const tasks: CheckTask[] = [{backend: 'cpu'}, {backend: 'wasm'}];
  if (nodePackage) tasks.push({backend: 'tensorflow', nodePackage});
  if (webGPUPackages()) tasks.push({backend: 'webgpu'});
  const backends: string[] = [];
  let allWork = true;
  for (const task of tasks) {
    const outcome = await check(task); // one after the other: they are timed
    allWork &&= passes(outcome) || ('failure' in outcome && outcome.lacks === true);
    const name = task.nodePackage
      ? `tensorflow (${task.nodePackage.name} ${task.nodePackage.version})`
      : task.backend;
    backends.push(`  ${name}: ${checkWords(outcome)}`);
  }
  if (!nodePackage)
    backends.push(`  tensorflow: not here (${whyNot(folders)}): normprop doctor --install-node-backend`);
  if (!webGPUPackages())
    backends.push(
      '  webgpu: not here (a GPU for training; npm install webgpu @tensorflow/tfjs-backend-webgpu)',
    );
  const devices = await nvidiaDevices();
  const {node} = process.versions;
  return {
    allWork,
    lines: [
      `Node ${node}, ${process.platform} ${process.arch}, ${cpus().length} processors; NVIDIA devices: ${devices.join(', ') || 'none'}`,
      `tfjs ${tfjsVersion}`,
      `Kernels: ${kernelWords()}`,
      'Backends:',
      ...backends,
    ],
  };
}

function whyNot(folders: readonly string[]): string {
  const installed = folders
    .flatMap((folder) => [
      findNodePackage('@tensorflow/tfjs-node', folder),
      findNodePackage('@tensorflow/tfjs-node-gpu', folder),
    ])
    .find((each): each is NodePackage => each !== undefined && !existsSync(each.binding));
  return installed ? `${installed.name} is installed, but has no binding` : 'tfjs-node is not installed';
}
