import {backend, env, getBackend} from '@tensorflow/tfjs-core';

/**
 * Whether the backend computes with 16-bit floats, in which 1e-8 is 0: WebGL on some phones.
 *
 * tfjs's own `backend().floatPrecision()` is asked, but not on WebGL where 32-bit floats can be drawn: it looks for them only
 * where they cannot, and says 16 of every desktop.
 */
export function hasHalfFloats(): boolean {
  if (getBackend() === 'webgl' && env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return false;
  return backend().floatPrecision() === 16;
}
