import {existsSync, mkdirSync, realpathSync, rmSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, join} from 'node:path';
import {DoctorError} from '../doctorError.js';
import {MissingPrerequisite} from './missingPrerequisite.js';
import {npmUnreachable} from './npmUnreachable.js';
import {putInPlace} from './putInPlace.js';
import {ProgramMissing, runProgram} from './runProgram.js';

/** The npm package with the headers of Node-API alone, which is all that the binding includes. */
const headersPackage = 'node-api-headers@1.9.0';

/**
 * Finds the folder with `node_api.h`: beside this Node, where NODEDIR or npm's nodedir says, or in node-gyp's cache.
 * Node-API does not change with Node's version, so any of them does.
 */
export function nodeHeaders(execPath = process.execPath, env = process.env): string | undefined {
  const version = process.versions.node;
  const home = homedir();
  const prefixes = [
    ...[env.NODEDIR, env.npm_config_nodedir],
    dirname(dirname(realpathSync(execPath))),
    dirname(dirname(execPath)),
    join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'node-gyp', version),
    join(home, '.node-gyp', version),
  ];
  const folders = prefixes.flatMap((prefix) =>
    prefix ? [join(prefix, 'include/node'), join(prefix, 'src')] : [],
  );
  return folders.find((folder) => existsSync(join(folder, 'node_api.h')));
}

/**
 * Installs the headers of Node-API from npm in the cache, unless they are there.
 *
 * @throws {DoctorError} where that fails, saying which folders would do; a MissingPrerequisite without npm or a way to its registry.
 */
export async function installNodeHeaders(cache: string, onLine: (line: string) => void): Promise<string> {
  const folder = join(cache, 'node-api-headers');
  const include = join(folder, 'node_modules/node-api-headers/include');
  if (existsSync(join(include, 'node_api.h'))) return include;
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, {recursive: true});
  try {
    const args = [
      'install',
      '--prefix',
      partial,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      headersPackage,
    ];
    const noNpm = 'npm was not found';
    const {status, output} = await runProgram('npm', args, {cwd: partial, onLine}).catch((error: Error) => {
      if (error instanceof ProgramMissing) return {status: null, output: noNpm};
      throw error;
    });
    if (status !== 0) {
      const Kind = output === noNpm || npmUnreachable.test(output) ? MissingPrerequisite : DoctorError;
      throw new Kind(
        'The headers of Node (node_api.h) were not found beside the node program, and npm could not install them. Debian, Ubuntu: ' +
          `apt-get install libnode-dev; or set NODEDIR to a folder that holds include/node.\n${output.trim()}`,
      );
    }
    putInPlace(partial, folder, () => existsSync(join(include, 'node_api.h')));
  } finally {
    rmSync(partial, {recursive: true, force: true});
  }
  return include;
}
