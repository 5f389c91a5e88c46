import {existsSync, mkdirSync, renameSync, rmSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import type {NodePackage} from '../backend/nodePackage.js';
import {DoctorError} from '../doctorError.js';
import {checkInProcess} from '../check/checkInProcess.js';
import type {CheckOutcome, CheckTask} from '../check/checkMessages.js';
import {checkWords, passes} from '../check/checkWords.js';
import {nvidiaDevices} from './nvidiaDevices.js';
import {compileBinding} from './compileBinding.js';
import {findPython} from './findPython.js';
import {installNodeHeaders, nodeHeaders} from './nodeHeaders.js';
import {installNpmPackage} from './installNpmPackage.js';
import {installTarget} from './installTarget.js';
import {installWheel} from './installWheel.js';
import {MissingPrerequisite} from './missingPrerequisite.js';
import {removeLeftovers} from './removeLeftovers.js';
import type {StepTeller} from './stepTeller.js';

/** Where and how tfjs-node is installed. */
export interface InstallNodeBackendOptions {
  /** The folder whose node_modules gets tfjs-node. */
  project: string;
  /** Install for NVIDIA's GPUs. */
  gpu?: boolean;
  /** Where the Python environment goes; default `<project>/node_modules/.cache/normprop`. */
  cache?: string;
  /** The Python to make it with; default python3. */
  python?: string;
  steps: StepTeller;
  /** How a binding is tried. */
  check?: (task: CheckTask) => Promise<CheckOutcome>;
}

/**
 * Installs tfjs-node in a project without its own installer, which downloads a library that many machines cannot use: the
 * binding is compiled against the C library inside TensorFlow's Python wheel, tried in a process of its own, and put in
 * its place only when it computes what `cpu` computes. What is there already is kept, so that it can be called again and again.
 *
 * @returns The package and what the check found.
 * @throws {DoctorError} naming the step that failed and what would mend it; the project is then as before, but for the npm
 * package. Where this machine lacks something, it is a MissingPrerequisite.
 */
export async function installNodeBackend(
  options: InstallNodeBackendOptions,
): Promise<{nodePackage: NodePackage; outcome: CheckOutcome}> {
  const {gpu = false, steps, check = checkInProcess} = options;
  const target = installTarget(gpu);
  if (gpu && (await nvidiaDevices()).length === 0)
    throw new MissingPrerequisite(
      "--gpu: no NVIDIA device was found (nvidia-smi names none, /proc/driver/nvidia/gpus is not there); nothing was downloaded.\nWithout --gpu the processor's backend is installed.",
    );
  const project = resolve(options.project);
  const cache = resolve(options.cache ?? join(project, 'node_modules/.cache/normprop'));

  steps.begin(`The npm package ${target.npmPackage}, without its own installer`);
  const nodePackage = await installNpmPackage(target, project, steps.line);
  steps.done(nodePackage.path);
  const task = {backend: 'tensorflow', nodePackage} as const;
  if (existsSync(nodePackage.binding)) {
    steps.begin('The binding that is there');
    const outcome = await check(task);
    steps.done(checkWords(outcome));
    if (passes(outcome) && usesDevice(outcome, gpu)) return {nodePackage, outcome};
  }

  removeLeftovers(cache);
  steps.begin(
    `TensorFlow's C library: pip install ${target.requirement} in a virtual environment (${target.size})`,
  );
  const library = await installWheel(target, await findPython(options.python), cache, steps.line);
  steps.done(library.folder);

  steps.begin("Node's headers");
  const headers = nodeHeaders() ?? (await installNodeHeaders(cache, steps.line));
  steps.done(headers);

  mkdirSync(dirname(nodePackage.binding), {recursive: true});
  removeLeftovers(dirname(nodePackage.binding));
  const binding = `${nodePackage.binding.replace(/\.node$/, '')}.partial-${process.pid}.node`;
  try {
    steps.begin('Compiling the binding (half a minute)');
    await compileBinding({source: nodePackage.path, headers, library}, binding);
    steps.done(basename(nodePackage.binding));

    steps.begin('Trying it: matMul and the gradients of an LSTM against cpu');
    const outcome = await check({...task, binding});
    if (!passes(outcome))
      throw new DoctorError(
        `The binding was compiled, but ${checkWords(outcome)}. It was not put in its place.`,
      );
    if (!usesDevice(outcome, gpu))
      throw new DoctorError(
        'The binding works, but TensorFlow uses no GPU: is the NVIDIA driver new enough for CUDA 12? It was not put in its place.',
      );
    renameSync(binding, nodePackage.binding);
    steps.done(checkWords(outcome));
    return {nodePackage, outcome};
  } finally {
    rmSync(binding, {force: true});
  }
}

/** Whether arithmetic runs where it was asked to. */
function usesDevice(outcome: CheckOutcome, gpu: boolean): boolean {
  return !gpu || ('check' in outcome && outcome.check.onGPU !== false);
}
