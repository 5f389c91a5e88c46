import type {Engine} from '../engine/engine.js';
import {Lease, withLease} from '../engine/lease.js';
import type {LSTMForwardArgs, LSTMForwardResult} from '../contract/lstmTypes.js';
import {SimdReserve} from './simdReserve.js';
import {stepsAtATime, Stretch} from './Stretch.js';

/**
 * The sequence forward. In training one stretch of all steps whose memory goes to the reserve; at inference stretch after stretch in the
 * same memory.
 */
export function simdForward(engine: Engine, args: LSTMForwardArgs): LSTMForwardResult {
  const {inference} = args;
  const kept = new Lease(engine);
  try {
    return withLease(engine, (call) => {
      const stretch = new Stretch(kept, call, args, inference ? stepsAtATime(args) : args.timeSteps);
      const result = stretch.runAll(args.x, args.h0, args.c0);
      if (!inference)
        result.reserve = new SimdReserve(kept, stretch.address, stretch.fields, args, stretch.weights);
      return result;
    });
  } catch (error) {
    kept.release();
    throw error;
  } finally {
    if (inference) kept.release();
  }
}
