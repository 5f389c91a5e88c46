import {env, getBackend} from '@tensorflow/tfjs-core';

/**
 * Whether the backend computes with 16-bit floats, in which 1e-8 is 0: WebGL on most phones.
 *
 * Asks what textures WebGL can draw to. `backend().floatPrecision()` of tfjs 4.22 computes its probe on the processor and says
 * 32 where floats have 16 bits.
 */
export function hasHalfFloats(): boolean {
  return getBackend() === 'webgl' && !env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');
}
