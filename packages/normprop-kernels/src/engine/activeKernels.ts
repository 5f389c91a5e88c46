import {referenceKernels} from '../reference/referenceKernels.js';
import {simdKernels} from '../simd/simdKernels.js';
import type {KernelBuild, KernelInfo, KernelSettings} from './configureKernels.js';
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

const settings: Required<KernelSettings> = {build: 'auto', threads: 1};
let active: Active | undefined;

/** The kernels in use; chosen at the first call. */
export function activeKernels(): Kernels {
  return (active ??= start(settings)).kernels;
}

/** Takes new settings into use; reserves made before keep the kernels they were made with. Throws, changing nothing, when they cannot be had. */
export function activate({build = settings.build, threads = settings.threads}: KernelSettings): void {
  const made = start({build, threads});
  active?.engine?.stop();
  active = made;
  Object.assign(settings, {build, threads});
}

/** What is in use. */
export function activeInfo(): KernelInfo {
  const {build, engine} = (active ??= start(settings));
  return {
    build,
    threads: engine?.threads ?? 1,
    memoryBytes: engine?.heap.memory.buffer.byteLength ?? 0,
    usedBytes: engine?.heap.used ?? 0,
    peakBytes: engine?.heap.peak ?? 0,
  };
}

function start({build, threads}: Required<KernelSettings>): Active {
  for (const candidate of build === 'auto' ? ORDER : [build]) {
    if (candidate === 'reference') return {build: candidate, kernels: referenceKernels};
    const module = loadModule(candidate, threads > 1);
    if (module === undefined) continue;
    const engine = new Engine(module, threads);
    return {build: candidate, engine, kernels: simdKernels(engine)};
  }
  throw new Error(`build: '${build}' does not run on this JavaScript engine`);
}
