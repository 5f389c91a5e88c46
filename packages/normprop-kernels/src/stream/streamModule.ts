import {STREAM_PLAIN_SIMD, STREAM_RELAXED_SIMD_DIFFERENCES} from '../generated/streamBinaries.js';
import {bytesOf} from '../module/bytesOf.js';
import {compileBinary} from '../module/compileBinary.js';

let compiled: WebAssembly.Module | undefined;

/**
 * The streaming module, compiled from the bytes in this package, the faster build first; compiled once.
 *
 * Where compiling from bytes is forbidden, compile the package's `stream.wasm` (or `stream-relaxed.wasm`, with fused multiply-add) in the
 * way that the place allows, and take that module instead. Throws where WebAssembly or its SIMD is missing.
 */
export function streamModule(): WebAssembly.Module {
  compiled ??=
    compileBinary(() => bytesOf(STREAM_PLAIN_SIMD, STREAM_RELAXED_SIMD_DIFFERENCES), 'relaxed-simd') ??
    compileBinary(() => bytesOf(STREAM_PLAIN_SIMD), 'simd');
  if (compiled === undefined)
    throw new Error('the streaming kernels need WebAssembly with SIMD (128 bits), which this engine lacks');
  return compiled;
}
