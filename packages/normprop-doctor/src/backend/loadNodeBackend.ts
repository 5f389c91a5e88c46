import {createRequire} from 'node:module';
import {DoctorError} from '../doctorError.js';
import {usableNodePackage} from './nodePackage.js';
import type {NodePackage} from './nodePackage.js';
import {restoreIsNullOrUndefined} from './restoreIsNullOrUndefined.js';

/** What the native part of TensorFlow writes at most, unless the user says otherwise: 2 leaves out notices and warnings. */
const quiet = '2';

/**
 * Loads tfjs-node, which registers the backend `tensorflow` with tfjs and makes it the current one.
 *
 * @throws {DoctorError} where it is not installed, has no binding, or does not load.
 */
export function loadNodeBackend(found: NodePackage | undefined = usableNodePackage()): NodePackage {
  if (found === undefined)
    throw new DoctorError(
      "backend: 'tensorflow' needs @tensorflow/tfjs-node with its binding, which were not found here.\n" +
        "'normprop doctor --install-node-backend' installs both.",
    );
  process.env.TF_CPP_MIN_LOG_LEVEL ??= quiet;
  restoreIsNullOrUndefined();
  try {
    createRequire(import.meta.url)(found.path);
  } catch (error) {
    throw new DoctorError(
      `backend: ${found.name} in ${found.path} does not load: ${(error as Error).message}\n` +
        "'normprop doctor --install-node-backend' builds its binding anew.",
    );
  }
  return found;
}
