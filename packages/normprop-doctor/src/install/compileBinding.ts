import {dirname, join} from 'node:path';
import {DoctorError} from '../doctorError.js';
import {lastLines} from './explainPip.js';
import {MissingPrerequisite} from './missingPrerequisite.js';
import {ProgramMissing, runProgram} from './runProgram.js';
import type {TensorFlowLibrary} from './tensorflowLibrary.js';

/** What a binding is made of. */
export interface BindingParts {
  /** The folder of tfjs-node or tfjs-node-gpu. */
  source: string;
  /** The folder with node_api.h. */
  headers: string;
  library: TensorFlowLibrary;
}

/** The arguments of the compiler: one call, sources in, binding out. */
export function compilerArguments({source, headers, library}: BindingParts, out: string): string[] {
  const {folder, include, libraries, cudaLibraries} = library;
  // TensorFlow opens CUDA's libraries by their bare names: they are found when the binding has loaded them before.
  const cuda = cudaLibraries.length > 0 ? ['-Wl,--no-as-needed', ...cudaLibraries] : [];
  const folders = [folder, ...new Set(cudaLibraries.map((file) => dirname(file)))];
  return [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
    ...[headers, include, source].map((each) => `-I${each}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(source, 'binding', name)),
    ...libraries,
    ...cuda,
    ...folders.map((each) => `-Wl,-rpath,${each}`),
    ...['-o', out],
  ];
}

/**
 * Compiles the binding against the wheel's library with g++, or the compiler that CXX names.
 *
 * @param out The file to write.
 * @throws {MissingPrerequisite} where there is no compiler.
 * @throws {DoctorError} where it fails.
 */
export async function compileBinding(parts: BindingParts, out: string): Promise<void> {
  const {CXX} = process.env;
  for (const compiler of CXX ? [CXX] : ['g++', 'c++', 'clang++']) {
    try {
      const {status, signal, output} = await runProgram(compiler, compilerArguments(parts, out));
      if (status === 0) return;
      throw new DoctorError(
        `${compiler} could not compile the binding (${signal ?? `status ${status}`}). Its last lines:\n${lastLines(output, 15)}`,
      );
    } catch (error) {
      if (!(error instanceof ProgramMissing)) throw error;
    }
  }
  throw new MissingPrerequisite(
    `${CXX ? `CXX: '${CXX}'` : 'A C++ compiler (g++, c++ or clang++)'} was not found. Debian, Ubuntu: apt-get install g++; Fedora: dnf install gcc-c++.`,
  );
}
