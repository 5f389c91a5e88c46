import {findNative} from '../native/findNative.js';
import {nativeKernels} from '../native/nativeKernels.js';
import type {NativeAddon} from '../native/nativeAddon.js';
import {setRunningNative} from '../native/nativeOptimizer.js';
import {referenceKernels} from '../reference/referenceKernels.js';
import {simdKernels} from '../simd/simdKernels.js';
import {KERNEL_BUILDS} from './kernelSettings.js';
import type {KernelBuild, KernelInfo, KernelSettings} from './kernelSettings.js';
import {Engine} from '../engine/engine.js';
import type {Kernels} from '../contract/kernels.js';
import {compileRefusal} from '../module/compileBinary.js';
import {fixedThreads, type ThreadChoice} from '../threads/threadChoice.js';
import {measuredThreads} from '../threads/measuredThreads.js';
import {threadsHere} from '../threads/threadsHere.js';
import {canTellForgotten} from '../engine/forgottenRegistry.js';
import {loadModule, type SimdBuild} from '../module/loadModule.js';

type Threads = Required<KernelSettings>['threads'];

interface Active {
  build: KernelBuild;
  /** Threads that were asked for. */
  threads: Threads;
  choice: ThreadChoice;
  kernels: Kernels;
  /** WebAssembly's instance. */
  engine?: Engine;
  /** Native code's. */
  addon?: NativeAddon;
}

const settings: Required<KernelSettings> = {build: 'auto', threads: 'auto', native: true};
let active: Active | undefined;

/** What is in use; chosen at the first call. */
const inUse = (): Active => active ?? use(start(settings));

function use(made: Active): Active {
  const {addon, build} = made;
  setRunningNative(addon && {addon, build: addon.builds.indexOf(build)});
  return (active = made);
}

/** The kernels in use. */
export function activeKernels(): Kernels {
  return inUse().kernels;
}

/** What the kernels in use run on; the reference on neither. */
export function activeMachine(): Pick<Active, 'build' | 'choice' | 'engine' | 'addon'> {
  return inUse();
}

/**
 * Takes new settings into use; reserves made before keep the kernels they were made with. Where they come to what runs already, that
 * stays: a new memory and new workers would gain nothing. Throws, with nothing changed, where they are not supported.
 */
export function activate({
  build = settings.build,
  threads = settings.threads,
  native = settings.native,
}: KernelSettings): void {
  const wanted = {build, threads, native};
  const choice = choose(wanted);
  if (active === undefined || active.engine?.isBroken || !isSame(active, choice, threads)) {
    const made = startChoice(choice, threads);
    active?.engine?.stop();
    use(made);
  }
  Object.assign(settings, wanted);
}

/** What is in use, for people. */
export function activeInfo(): KernelInfo {
  return infoOf(inUse());
}

/** What is in use, or undefined while nothing has been chosen: this compiles nothing. */
export function startedInfo(): KernelInfo | undefined {
  return active && infoOf(active);
}

function infoOf({build, engine, addon, choice}: Active): KernelInfo {
  if (addon !== undefined) {
    const [memoryBytes, usedBytes, peakBytes] = memoryOf(addon);
    return {build, threads: choice.most, memoryBytes, usedBytes, peakBytes};
  }
  return {
    build,
    threads: engine?.threads ?? 1,
    memoryBytes: engine?.heap.memory.buffer.byteLength ?? 0,
    usedBytes: engine?.heap.used ?? 0,
    peakBytes: engine?.heap.peak ?? 0,
    withoutNative: whyNotNative(),
  };
}

function memoryOf(addon: NativeAddon): Float64Array {
  const bytes = new Float64Array(3);
  addon.memory(bytes);
  return bytes;
}

function whyNotNative(): string {
  if (settings.build !== 'auto') return `the build '${settings.build}' was asked for`;
  if (!settings.native) return 'configureKernels({native: false}) switched native kernels off';
  const found = findNative();
  return 'why' in found ? found.why : 'unknown';
}

/** A build that runs here, with what it needs; the reference needs nothing. */
interface Choice {
  build: KernelBuild;
  module?: WebAssembly.Module;
  addon?: NativeAddon;
}

const start = (wanted: Required<KernelSettings>): Active => startChoice(choose(wanted), wanted.threads);

/** The first build that runs here. */
function choose({build, threads, native}: Required<KernelSettings>): Choice {
  for (const candidate of build === 'auto' ? KERNEL_BUILDS : [build]) {
    if (candidate === 'reference') return {build: candidate};
    if (candidate === 'relaxed-simd' || candidate === 'simd') {
      const shared = choiceOf(threads).most > 1;
      const module = canTellForgotten() ? loadModule(candidate, shared) : undefined;
      if (module !== undefined) return {build: candidate, module};
      continue;
    }
    if (!native && build === 'auto') continue;
    const found = findNative();
    if (!('why' in found) && found.addon.builds.includes(candidate))
      return {build: candidate, addon: found.addon};
    if ('why' in found && build !== 'auto')
      throw new Error(`build: '${build}' does not run here: ${found.why}`);
  }
  throw new Error(
    build.startsWith('native')
      ? `build: '${build}' does not run on this processor`
      : `build: '${build}' does not run on this JavaScript engine${whyNoWebAssembly()}`,
  );
}

/** Threads as they were asked for. */
const choiceOf = (threads: Threads): ThreadChoice =>
  threads === 'auto' ? measuredThreads(threadsHere()) : fixedThreads(threads);

function startChoice({build, module, addon}: Choice, threads: Threads): Active {
  const choice = choiceOf(threads);
  if (addon !== undefined) {
    addon.forgetPeak();
    let others: Kernels | undefined;
    const withoutNative = () => (others ??= start({build: 'auto', threads: 1, native: false}).kernels);
    const kernels = nativeKernels(addon, addon.builds.indexOf(build), choice, withoutNative);
    return {build, addon, threads, choice, kernels};
  }
  if (module === undefined) return {build, threads, choice, kernels: referenceKernels};
  const engine = engineFor(module, build, choice);
  return {build, engine, threads, choice, kernels: simdKernels(engine)};
}

function engineFor(module: WebAssembly.Module, build: KernelBuild, choice: ThreadChoice): Engine {
  try {
    const engine = new Engine(module, choice);
    if (!choice.isOptional) engine.startWorkers();
    return engine;
  } catch (error) {
    // A shared memory reserves 4 GB of addresses, which some processes may not have.
    if (!choice.isOptional || choice.most === 1) throw error;
    return new Engine(loadModule(build as SimdBuild)!);
  }
}

/** Whether a choice comes to what runs already. The reference has no threads. */
const isSame = (active: Active, {build}: Choice, threads: Threads): boolean =>
  active.build === build && (active.threads === threads || build === 'reference');

function whyNoWebAssembly(): string {
  if (!canTellForgotten()) return ', which has no FinalizationRegistry';
  const refusal = compileRefusal();
  return refusal === undefined ? '' : `: ${refusal}`;
}
