import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {findNodePackage} from '../backend/nodePackage.js';
import type {NodePackage} from '../backend/nodePackage.js';
import {DoctorError} from '../doctorError.js';
import {lastLines} from './explainPip.js';
import type {InstallTarget} from './installTarget.js';
import {MissingPrerequisite} from './missingPrerequisite.js';
import {npmUnreachable} from './npmUnreachable.js';
import {ProgramMissing, runProgram} from './runProgram.js';

/**
 * Installs the npm package in a project without running its installer, which would download a binding. An installed one
 * stays as it is.
 *
 * @throws {DoctorError} for a folder that is no project, or npm's failure; a MissingPrerequisite without npm or a way to its registry.
 */
export async function installNpmPackage(
  {npmPackage, npmVersion}: InstallTarget,
  project: string,
  onLine: (line: string) => void,
): Promise<NodePackage> {
  const there = findNodePackage(npmPackage, project);
  if (there) return there;
  if (!existsSync(join(project, 'package.json')))
    throw new DoctorError(
      `${project}: has no package.json, so ${npmPackage} cannot be installed there. Run 'npm init -y' first, or name a project with --project.`,
    );
  const wanted = `${npmPackage}@${npmVersion}`;
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', wanted];
  const {status, signal, output} = await runProgram('npm', args, {cwd: project, onLine}).catch(
    (error: Error) => {
      if (error instanceof ProgramMissing)
        throw new MissingPrerequisite(`npm is needed to install ${wanted} and was not found.`);
      throw error;
    },
  );
  if (status !== 0) {
    const end = `npm's last lines:\n${lastLines(output, 8)}`;
    if (npmUnreachable.test(output))
      throw new MissingPrerequisite(
        `npm install ${wanted} failed (the registry could not be reached). ${end}`,
      );
    throw new DoctorError(`npm install ${wanted} failed (${signal ?? `status ${status}`}). ${end}`);
  }
  const found = findNodePackage(npmPackage, project);
  if (!found)
    throw new DoctorError(`npm install ${wanted} ended well, but ${npmPackage} is not in ${project}.`);
  return found;
}
