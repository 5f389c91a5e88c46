import {DoctorError} from '../doctorError.js';
import type {InstallTarget} from './installTarget.js';
import type {Python} from './findPython.js';
import {MissingPrerequisite} from './missingPrerequisite.js';
import type {ProgramOutcome} from './runProgram.js';

const unreachable =
  /Failed to establish a new connection|NewConnectionError|Name or service not known|Temporary failure in name resolution|Network is unreachable|ConnectTimeoutError|Read timed out|ProxyError|Could not connect/i;

/** Why pip failed, and what to do about it: a MissingPrerequisite without a way to the package index, or a wheel for this machine. */
export function explainPip(
  {output, signal, status}: ProgramOutcome,
  {requirement, size}: InstallTarget,
  {version}: Python,
): DoctorError {
  const end = `\npip's last lines:\n${lastLines(output, 8)}`;
  if (/No space left on device/i.test(output))
    return new DoctorError(`pip install ${requirement}: the disk is full; it takes ${size}.${end}`);
  if (/No matching distribution|Could not find a version/i.test(output)) {
    if (unreachable.test(output))
      return new MissingPrerequisite(
        `pip install ${requirement}: the package index could not be reached. Check the network, or name an index with ` +
          `PIP_INDEX_URL or a folder of wheels with PIP_FIND_LINKS.${end}`,
      );
    return new MissingPrerequisite(
      `pip install ${requirement}: there is no wheel for Python ${version} on this machine (${process.platform} ${process.arch}). ` +
        `TensorFlow has wheels for a few versions of Python; --python <program> names another one.${end}`,
    );
  }
  if (unreachable.test(output))
    return new MissingPrerequisite(
      `pip install ${requirement}: the network broke off; what was done is kept nowhere, try again.${end}`,
    );
  return new DoctorError(`pip install ${requirement} failed (${signal ?? `status ${status}`}).${end}`);
}

/** The last lines that are not blank. */
export function lastLines(text: string, count: number): string {
  const lines = text.split(/\r?\n|\r/).filter((line) => line.trim() !== '');
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
