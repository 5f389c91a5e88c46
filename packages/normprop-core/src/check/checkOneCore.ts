import {Environment, env, version_core as version} from '@tensorflow/tfjs-core';

/**
 * Throws when another copy of tfjs-core was loaded before ours. They share one engine, but no classes: a model of the one takes
 * no layers, and loads no classes, of the other.
 *
 * @throws {Error} That says how the copies are found.
 */
export function checkOneCore(): void {
  // The first copy makes the environment that all share.
  if (!(env() instanceof Environment))
    throw new Error(
      `two copies of @tensorflow/tfjs-core are loaded, and normprop-core got the second, ${version}: ` +
        'npm ls @tensorflow/tfjs-core shows where they come from. All packages of TensorFlow.js have to have one version: ' +
        `npm install @tensorflow/tfjs@${version}, or the parts that you use; then npm dedupe`,
    );
}
