// Installs what the node and cuda legs run on, with the installer of `normprop doctor` (built), in tools/legs/node_modules.
// usage: node tools/legs/nodeBackend.mjs [--gpu]
import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {alone} from './alone.mjs';
import {installLegs} from './install.mjs';

const legs = dirname(fileURLToPath(import.meta.url));
const built = join(legs, '../../packages/normprop-doctor/dist/esm/index.js');
const cache = join(legs, '.cache'); // not in node_modules, which npm ci empties: it holds a gigabyte
const env = {...process.env, NORMPROP_NODE_BACKEND: legs, TF_CPP_MIN_LOG_LEVEL: '2'}; // 2: errors alone

/**
 * Sees to it that the leg can run: tfjs-node with its binding, or tfjs-node-gpu with its own. A binding that is there, with the
 * folder of its library, is taken to work: the leg's tests say so.
 *
 * @returns {Promise<{notRun: string} | {env: NodeJS.ProcessEnv}>} What this machine lacks for the leg, in one line, or the
 * leg's environment.
 * @throws {Error} where the installation fails though nothing is missing: the binding does not compile, or computes something else.
 */
export async function prepareNodeBackend(gpu) {
  if (!existsSync(built))
    throw new Error('the installer of the Node backend is not built: npx nx build normprop-doctor');
  const {MissingPrerequisite, findNodePackage, installNodeBackend, nvidiaDevices, stepLines} = await import(
    pathToFileURL(built).href
  );
  if (gpu && (await nvidiaDevices()).length === 0)
    return {notRun: 'no NVIDIA device was found (nvidia-smi, /proc/driver/nvidia/gpus)'};
  const lacks = await installLegs();
  if (lacks) return {notRun: lacks};
  return alone(async () => {
    const found = findNodePackage(`@tensorflow/tfjs-node${gpu ? '-gpu' : ''}`, legs);
    if (!gpu && found && existsSync(found.binding) && existsSync(cache)) return {env};
    try {
      await installNodeBackend({project: legs, gpu, cache, steps: stepLines((line) => console.error(line))});
      return {env};
    } catch (error) {
      if (!(error instanceof MissingPrerequisite)) throw error;
      return {notRun: `the Node backend could not be installed: ${error.message.replace(/\s+/g, ' ')}`};
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {notRun} = await prepareNodeBackend(process.argv.includes('--gpu'));
  console.log(notRun ? `not installed: ${notRun}` : 'installed');
  process.exitCode = notRun ? 1 : 0;
}
