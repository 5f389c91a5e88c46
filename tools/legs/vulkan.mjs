// Finds a Vulkan driver for the webgpu leg and says what it is.
// usage: node tools/legs/vulkan.mjs
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const webgpu = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/webgpu/index.js');
/** Where browsers keep SwiftShader, Vulkan on the processor, and with it a Vulkan loader. */
const swiftShader = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
].map((folder) => join(folder, 'vk_swiftshader_icd.json'));

/**
 * The environment in which a process finds a Vulkan driver (it must be set before the process starts), and the name of the
 * adapter; or why there is none.
 *
 * The driver is the one that VK_DRIVER_FILES or VK_ICD_FILENAMES names, as for every Vulkan program; with
 * NORMPROP_VULKAN=system what the machine's loader finds; else the SwiftShader of an installed Chromium.
 *
 * @returns {{env: NodeJS.ProcessEnv, adapter: string} | {notRun: string}}
 */
export function findVulkan() {
  if (!existsSync(webgpu))
    return {notRun: 'the package webgpu is not installed (node tools/legs/install.mjs)'};
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
  const probe = `import(${JSON.stringify(pathToFileURL(webgpu).href)}).then(async ({create}) => {
    const adapter = await create([]).requestAdapter();
    process.stdout.write(adapter === null ? '' : adapter.info.description || adapter.info.device || 'unnamed');
    process.exit();
  });`;
  const {stdout, status, signal} = spawnSync(process.execPath, ['-e', probe], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0)
    return {notRun: `the package webgpu does not load here (${signal ?? `status ${status}`})`};
  if (stdout === '') return {notRun: `no WebGPU adapter with ${chosen ?? "the system's Vulkan drivers"}`};
  return {env, adapter: stdout};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {adapter, notRun, env} = findVulkan();
  console.log(
    adapter ? `${adapter} (VK_ICD_FILENAMES=${env.VK_ICD_FILENAMES ?? ''})` : `not found: ${notRun}`,
  );
}
