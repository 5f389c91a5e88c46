// Installs what the node and cuda legs run on, with the installer of `normprop doctor` (built), in tools/legs/node_modules.
// usage: node tools/legs/nodeBackend.mjs [--gpu]
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {installLegs} from './install.mjs';

const legs = dirname(fileURLToPath(import.meta.url));
const built = join(legs, '../../packages/normprop/dist/esm');
const cache = join(legs, 'node_modules/.cache/normprop');
const lock = join(legs, '../../coverage/installing-legs');
const env = {...process.env, NORMPROP_NODE_BACKEND: legs, TF_CPP_MIN_LOG_LEVEL: '2'}; // 2: errors alone
const load = (file) => import(pathToFileURL(join(built, file)).href);

/**
 * Sees to it that the leg can run: tfjs-node with its binding, or tfjs-node-gpu with its own. A binding that is there, with the
 * folder of its library, is taken to work: the leg's tests say so.
 *
 * @returns {Promise<{notRun: string} | {env: NodeJS.ProcessEnv}>} Why the leg cannot run, in one line, or its environment.
 */
export async function prepareNodeBackend(gpu) {
  if (!existsSync(join(built, 'doctor/install/installNodeBackend.js')))
    return {notRun: 'the installer is not built (npx nx build normprop)'};
  const {nvidiaDevices} = await load('doctor/nvidiaDevice.js');
  if (gpu && (await nvidiaDevices()).length === 0)
    return {notRun: 'no NVIDIA device was found (nvidia-smi, /proc/driver/nvidia/gpus)'};
  const {findNodePackage} = await load('backend/nodePackage.js');
  const {installNodeBackend} = await load('doctor/install/installNodeBackend.js');
  const {stepLines} = await load('doctor/install/stepTeller.js');
  return alone(async () => {
    try {
      installLegs();
      const found = findNodePackage(`@tensorflow/tfjs-node${gpu ? '-gpu' : ''}`, legs);
      if (!gpu && found && existsSync(found.binding) && existsSync(cache)) return {env};
      await installNodeBackend({project: legs, gpu, cache, steps: stepLines((line) => console.error(line))});
      return {env};
    } catch (error) {
      console.error(error.message);
      return {notRun: `the Node backend could not be installed: ${error.message.split('\n')[0]}`};
    }
  });
}

/** Runs a task while no other process runs one: several packages' legs start at once. */
async function alone(task) {
  mkdirSync(dirname(lock), {recursive: true});
  while (!take()) await sleep(300);
  try {
    return await task();
  } finally {
    rmSync(lock, {force: true});
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), {flag: 'wx'});
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive()) rmSync(lock, {force: true}); // whoever had it was killed
    return false;
  }
}

function isAlive() {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {notRun} = await prepareNodeBackend(process.argv.includes('--gpu'));
  console.log(notRun ? `not installed: ${notRun}` : 'installed');
  process.exitCode = notRun ? 1 : 0;
}
