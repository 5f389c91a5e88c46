import {referenceKernels} from '../reference/referenceKernels.js';
import {simdKernels} from '../simd/simdKernels.js';
import type {KernelBuild, KernelInfo} from './configureKernels.js';
import {Engine} from './engine.js';
import type {Kernels} from './kernels.js';
import {loadModule} from './loadModule.js';

interface Active {
  build: KernelBuild;
  kernels: Kernels;
  engine?: Engine;
}

/** From the fastest to the one that runs everywhere. */
const ORDER: KernelBuild[] = ['relaxed-simd', 'simd', 'reference'];

let active: Active | undefined;

/** The kernels in use; chosen at the first call. */
export function activeKernels(): Kernels {
  return (active ??= firstSupported()).kernels;
}

/** Takes a build into use; reserves made before keep the kernels they were made with. Throws when the engine lacks it. */
export function activate(build: KernelBuild | 'auto'): void {
  if (build === 'auto') active = firstSupported();
  else {
    const made = start(build);
    if (made === undefined) throw new Error(`build: '${build}' does not run on this JavaScript engine`);
    active = made;
  }
}

/** What is in use. */
export function activeInfo(): KernelInfo {
  const {build, engine} = (active ??= firstSupported());
  return {
    build,
    memoryBytes: engine?.heap.memory.buffer.byteLength ?? 0,
    usedBytes: engine?.heap.used ?? 0,
  };
}

function firstSupported(): Active {
  for (const build of ORDER) {
    const made = start(build);
    if (made) return made;
  }
  throw new Error('no build of the kernels runs here'); // the reference always starts
}

function start(build: KernelBuild): Active | undefined {
  if (build === 'reference') return {build, kernels: referenceKernels};
  const module = loadModule(build);
  if (module === undefined) return undefined;
  const engine = new Engine(module);
  return {build, engine, kernels: simdKernels(engine)};
}
