import type {BackendName} from '../backend/backendName.js';
import type {NodePackage} from '../backend/nodePackage.js';
import type {BackendCheck} from './checkBackend.js';

/** What a checking process is asked. */
export interface CheckTask {
  backend: BackendName;
  /** The package that brings `tensorflow`. */
  nodePackage?: NodePackage;
  /** A binding to load instead of the package's own. */
  binding?: string;
}

/** What it says. */
export type CheckOutcome =
  | {check: BackendCheck}
  | {failure: string; /** The machine lacks what it needs: no fault. */ lacks?: boolean};
