import {DoctorError} from '../doctorError.js';
import {MissingPrerequisite} from './missingPrerequisite.js';
import {ProgramMissing, runProgram} from './runProgram.js';

/** A Python that can make virtual environments. */
export interface Python {
  program: string;
  /** `3.11.7`. */
  version: string;
}

const probe = 'import sys, venv, ensurepip; print("%d.%d.%d" % sys.version_info[:3])';

/**
 * Finds a Python 3 with the modules venv and ensurepip.
 *
 * @param program The one to take.
 * @throws {MissingPrerequisite} naming what is missing and how Debian and Fedora install it.
 * @throws {DoctorError} for a program that breaks, or is no Python 3.
 */
export async function findPython(program = 'python3'): Promise<Python> {
  const {status, output} = await runProgram(program, ['-c', probe]).catch((error: Error) => {
    if (!(error instanceof ProgramMissing)) throw error;
    throw new MissingPrerequisite(
      `Python 3 is needed and '${program}' was not found. Debian, Ubuntu: apt-get install python3 python3-venv; ` +
        'Fedora: dnf install python3. --python <program> names another one.',
    );
  });
  const lines = output.trim().split('\n');
  const version = lines[lines.length - 1];
  if (status === 0 && /^3\.\d+\.\d+$/.test(version)) return {program, version};
  const missing = /No module named '?(venv|ensurepip)/.exec(output)?.[1];
  if (missing !== undefined)
    throw new MissingPrerequisite(
      `'${program}' has no module ${missing}, which makes virtual environments. Debian, Ubuntu: apt-get install python3-venv.`,
    );
  throw new DoctorError(`'${program}' is no Python 3 that works here:\n${output.trim()}`);
}
