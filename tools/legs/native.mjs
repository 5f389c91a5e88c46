// Compiles normprop-native for the leg `native`, once for all packages of it.
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import compiler from '../../packages/normprop-native/native/compile.cjs';
import {alone} from './alone.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../packages/normprop-native');

/** As node-gyp-build has it: the binary is the prebuilt one, and it has to be there and to run. */
const prebuilt = Boolean(process.env.PREBUILDS_ONLY);

/**
 * Sees to it that the kernels are compiled and load.
 *
 * @returns {Promise<string | undefined>} What this machine lacks for it, in one line.
 * @throws {Error} Where nothing is missing and they do not compile, or do not load.
 */
export async function prepareNative() {
  if (!prebuilt) {
    const missing = compiler.lacks();
    if (missing !== undefined) return `normprop-native cannot be compiled: ${missing}`;
    await alone(() => {
      const problem = compiler.isCompiled() ? undefined : compiler.compile();
      if (problem !== undefined) throw new Error(`normprop-native was not compiled: ${problem}`);
    });
  }
  const program = `process.stdout.write(require(${JSON.stringify(folder)}).builds.join(', '))`;
  const {status, stdout, stderr} = spawnSync(process.execPath, ['-e', program], {encoding: 'utf8'});
  if (status !== 0) throw new Error(`normprop-native does not load: ${stderr}`);
  if (stdout !== '') return undefined;
  const lacks = 'this processor has neither AVX2 with FMA nor NEON';
  if (prebuilt) throw new Error(`the prebuilt binary has nothing to run: ${lacks}`);
  return lacks;
}
