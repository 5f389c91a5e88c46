import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

/** TensorFlow's C library as a Python wheel brings it. */
export interface TensorFlowLibrary {
  /** The wheel's folder `tensorflow`, which holds both libraries. */
  folder: string;
  include: string;
  /** `libtensorflow_cc.so.2` and `libtensorflow_framework.so.2`. */
  libraries: string[];
  /** CUDA's libraries, of the wheels `nvidia-*` beside it; empty without them. */
  cudaLibraries: string[];
}

const libraryNames = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * Finds the C library in a virtual environment.
 *
 * @returns undefined unless headers and both libraries are there.
 */
export function tensorflowLibrary(environment: string): TensorFlowLibrary | undefined {
  const lib = join(environment, 'lib');
  if (!existsSync(lib)) return undefined;
  for (const python of readdirSync(lib).filter((name) => name.startsWith('python3'))) {
    const packages = join(lib, python, 'site-packages');
    const folder = join(packages, 'tensorflow');
    const include = join(folder, 'include');
    const libraries = libraryNames.map((name) => join(folder, name));
    if ([join(include, 'tensorflow/c/eager/c_api.h'), ...libraries].every((path) => existsSync(path)))
      return {folder, include, libraries, cudaLibraries: cudaLibraries(join(packages, 'nvidia'))};
  }
  return undefined;
}

function cudaLibraries(nvidia: string): string[] {
  if (!existsSync(nvidia)) return [];
  return readdirSync(nvidia)
    .map((name) => join(nvidia, name, 'lib'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.so(\.\d+)+$/.test(name))
        .map((name) => join(folder, name)),
    );
}
