// Finds a Vulkan driver for the webgpu leg and says what it is.
// usage: node tools/legs/vulkan.mjs
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const webgpu = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/webgpu/index.js');
/** Says which adapter there is, or that a library is missing or too old for the package. */
const probe = `import(${JSON.stringify(pathToFileURL(webgpu).href)})
  .then(async ({create}) => {
    const adapter = await create([]).requestAdapter();
    return {adapter: adapter && (adapter.info.description || adapter.info.device || 'unnamed')};
  })
  .catch((error) => {
    if (error.code !== 'ERR_DLOPEN_FAILED') throw error;
    return {doesNotLoad: error.message};
  })
  .then((found) => process.stdout.write(JSON.stringify(found), () => process.exit()));`;
/** Where browsers keep SwiftShader, Vulkan on the processor, and with it a Vulkan loader. */
const swiftShader = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
].map((folder) => join(folder, 'vk_swiftshader_icd.json'));

/**
 * The environment in which a process finds a Vulkan driver (it must be set before the process starts), and the name of the
 * adapter; or what this machine lacks for it.
 *
 * The driver is the one that VK_DRIVER_FILES or VK_ICD_FILENAMES names, as for every Vulkan program; with
 * NORMPROP_VULKAN=system what the machine's loader finds; else the SwiftShader of an installed Chromium.
 *
 * @returns {{env: NodeJS.ProcessEnv, adapter: string} | {notRun: string}}
 * @throws {Error} where the process that asks for the adapter crashes, hangs or fails.
 */
export function findVulkan() {
  if (!existsSync(webgpu))
    throw new Error('the package webgpu is not installed: node tools/legs/install.mjs');
  const {VK_DRIVER_FILES, VK_ICD_FILENAMES, NORMPROP_VULKAN, LD_LIBRARY_PATH} = process.env;
  const named = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  const chosen = NORMPROP_VULKAN === 'system' ? undefined : (named ?? swiftShader.find(existsSync));
  if (chosen === undefined && NORMPROP_VULKAN !== 'system') {
    return {
      notRun:
        'no Vulkan driver was found (Debian: apt install chromium; another driver: VK_DRIVER_FILES, or NORMPROP_VULKAN=system)',
    };
  }
  const env = {...process.env};
  if (chosen !== undefined) {
    env.VK_ICD_FILENAMES = chosen;
    // Chromium's own loader, last in the order, for machines without one.
    env.LD_LIBRARY_PATH = [LD_LIBRARY_PATH, dirname(chosen)].filter(Boolean).join(':');
  }
  const {stdout, stderr, status, signal} = spawnSync(process.execPath, ['-e', probe], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    const how = signal ? `was ended by ${signal}` : `ended with status ${status}`;
    throw new Error(`the process that asked for a WebGPU adapter ${how}:\n${stderr.trim()}`);
  }
  const {adapter, doesNotLoad} = JSON.parse(stdout);
  if (doesNotLoad) return {notRun: `the package webgpu does not load here (${doesNotLoad})`};
  if (adapter === null) return {notRun: `no WebGPU adapter with ${chosen ?? "the system's Vulkan drivers"}`};
  return {env, adapter};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {adapter, notRun, env} = findVulkan();
  console.log(
    adapter ? `${adapter} (VK_ICD_FILENAMES=${env.VK_ICD_FILENAMES ?? ''})` : `not found: ${notRun}`,
  );
}
