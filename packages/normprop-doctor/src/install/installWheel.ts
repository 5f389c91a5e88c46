import {existsSync, mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {DoctorError} from '../doctorError.js';
import type {InstallTarget} from './installTarget.js';
import type {Python} from './findPython.js';
import {explainPip} from './explainPip.js';
import {putInPlace} from './putInPlace.js';
import {runProgram} from './runProgram.js';
import {tensorflowLibrary} from './tensorflowLibrary.js';
import type {TensorFlowLibrary} from './tensorflowLibrary.js';

/**
 * Installs the wheel in a virtual environment of its own, `<cache>/<name of the target>`, unless it is there. The
 * environment is made under another name and moved when it is whole.
 *
 * @param onLine Told what pip writes.
 * @throws {DoctorError} where pip fails, in words.
 */
export async function installWheel(
  target: InstallTarget,
  python: Python,
  cache: string,
  onLine: (line: string) => void,
): Promise<TensorFlowLibrary> {
  const environment = join(cache, target.folderName);
  const there = tensorflowLibrary(environment);
  if (there) return there;
  const partial = `${environment}.partial-${process.pid}`;
  mkdirSync(cache, {recursive: true});
  try {
    const made = await runProgram(python.program, ['-m', 'venv', partial], {onLine});
    if (made.status !== 0)
      throw new DoctorError(
        `'${python.program} -m venv' failed (Debian, Ubuntu: apt-get install python3-venv):\n${made.output.trim()}`,
      );
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary=:all:'];
    const wanted = [...(target.withDependencies ? [] : ['--no-deps']), target.requirement];
    const installed = await runProgram(join(partial, 'bin/python'), [...pip, ...wanted], {onLine});
    if (installed.status !== 0) throw explainPip(installed, target, python);
    if (!tensorflowLibrary(partial))
      throw new DoctorError(
        `pip installed ${target.requirement}, but the wheel holds no C library (libtensorflow_cc.so.2 and its headers).`,
      );
    putInPlace(partial, environment, () => tensorflowLibrary(environment) !== undefined);
  } finally {
    if (existsSync(partial)) rmSync(partial, {recursive: true, force: true});
  }
  return tensorflowLibrary(environment)!;
}
