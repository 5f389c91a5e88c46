import type {AdamArrays, AdamFactors} from '../contract/adamTypes.js';
import type {NativeAddon} from './nativeAddon.js';

/** Native code and which of its builds. */
interface RunningNative {
  addon: NativeAddon;
  build: number;
}

/** For fewer values the way to native code and back takes longer than a loop. */
const LEAST = 1024;

let running: RunningNative | undefined;

/** Says which native code the kernels in use run on, undefined where they run on something else. */
export function setRunningNative(native: RunningNative | undefined): void {
  running = native;
}

// Each of these gives undefined where there is nothing native to use. They start nothing: a program that uses no other kernel is spared
// their code.

/** As `adamStep`. */
export function nativeAdamStep(
  {value, first, second}: AdamArrays,
  gradient: Float32Array,
  {beta1, beta2, step, root, epsilon}: AdamFactors,
): AdamArrays | undefined {
  const n = value.length;
  if (running === undefined || n < LEAST) return undefined;
  const next = {value: new Float32Array(n), first: new Float32Array(n), second: new Float32Array(n)};
  running.addon.adamStep(
    running.build,
    Float64Array.of(beta1, beta2, step, root, epsilon),
    value,
    first,
    second,
    gradient,
    next.value,
    next.first,
    next.second,
  );
  return next;
}

/** ‖W column‖₂ for every column, summed in float64. */
export function nativeColumnNorms(w: Float32Array, columns: number): Float32Array | undefined {
  if (running === undefined || w.length < LEAST) return undefined;
  const norms = new Float32Array(columns);
  running.addon.columnNorms(running.build, w.length / columns, columns, w, norms);
  return norms;
}

/** W with column j times factors[j], in place. */
export function nativeScaleColumns(w: Float32Array, factors: Float32Array): Float32Array | undefined {
  if (running === undefined || w.length < LEAST) return undefined;
  running.addon.scaleColumns(running.build, w.length / factors.length, factors.length, w, factors);
  return w;
}
