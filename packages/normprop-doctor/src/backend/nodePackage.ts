import {existsSync, readFileSync, realpathSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';

/** The two packages that bring the tfjs backend `tensorflow`; their binding is the same, to the byte. */
export type NodePackageName = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** An installed `@tensorflow/tfjs-node` or `@tensorflow/tfjs-node-gpu`. */
export interface NodePackage {
  name: NodePackageName;
  version: string;
  /** Its folder. */
  path: string;
  /** Where it looks for the binding, the native file that its own installer downloads. */
  binding: string;
}

/**
 * Finds the package as a program in a folder would.
 *
 * @param folder A folder with a `node_modules`, or below one.
 * @returns undefined where it is not installed.
 */
export function findNodePackage(name: NodePackageName, folder: string): NodePackage | undefined {
  const path = installedFolder(name, resolve(folder));
  if (path === undefined) return undefined;
  const {version, binary} = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
  const apiVersion = Math.max(
    ...binary.napi_versions.filter((each) => each <= Number(process.versions.napi)),
  );
  const modulePath = binary.module_path.replace('{napi_build_version}', String(apiVersion));
  return {name, version, path, binding: join(path, modulePath, `${binary.module_name}.node`)};
}

/** Walks up as Node does, but without its memory of what was not there a moment ago. */
function installedFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

interface Manifest {
  version: string;
  binary: {module_name: string; module_path: string; napi_versions: number[]};
}

/** The folder that NORMPROP_NODE_BACKEND names, then the one of this program, then the current one. */
export function nodeBackendFolders(): string[] {
  const {NORMPROP_NODE_BACKEND: named} = process.env;
  return [...(named ? [named] : []), folderOfProgram(), process.cwd()];
}

function folderOfProgram(): string {
  return dirname(createRequire(import.meta.url).resolve('normprop-doctor/package.json'));
}

/** The package that `tensorflow` is started from: the first with a binding, the one for GPUs before the other. */
export function usableNodePackage(folders = nodeBackendFolders()): NodePackage | undefined {
  for (const folder of folders) {
    for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const) {
      const found = findNodePackage(name, folder);
      if (found && existsSync(found.binding)) return found;
    }
  }
  return undefined;
}
