import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {DoctorError} from '../doctorError.js';
import {nodeBackendFolders} from './nodePackage.js';

/** `navigator.gpu` for Node, and the tfjs backend that runs on it. */
const packages = ['webgpu', '@tensorflow/tfjs-backend-webgpu'] as const;

/** What is used of the package `webgpu`, which has no types for Node's loader. */
interface WebGPUPackage {
  create: (options: string[]) => {requestAdapter(options: object): Promise<Adapter | null>};
  globals: object;
}

interface Adapter {
  info: Partial<Record<'vendor' | 'architecture' | 'device' | 'description', string>>;
}

/**
 * Finds the two packages from which `webgpu` is started in Node.
 *
 * @param folders Where they are looked for, in this order.
 * @returns The paths of their main files; undefined where one of them is not installed.
 */
export function webGPUPackages(
  folders: readonly string[] = nodeBackendFolders(),
): Record<(typeof packages)[number], string> | undefined {
  const found = packages.map((name) => {
    for (const folder of folders) {
      try {
        return createRequire(join(folder, 'package.json')).resolve(name);
      } catch {
        // not from here
      }
    }
    return undefined;
  });
  const [webgpu, backend] = found;
  return webgpu && backend ? {webgpu, '@tensorflow/tfjs-backend-webgpu': backend} : undefined;
}

/**
 * Loads the tfjs backend `webgpu`, which registers itself with tfjs, onto a GPU that Vulkan, Metal or Direct3D shows.
 *
 * @throws {DoctorError} where a package is missing or does not load, or there is no adapter.
 */
export async function loadWebGPUBackend(found = webGPUPackages()): Promise<void> {
  if (found === undefined)
    throw new DoctorError(
      `backend: 'webgpu' needs the packages ${packages.join(' and ')}, which were not found here.\n` +
        `npm install ${packages.join(' ')} (the second of the same version as @tensorflow/tfjs-core)`,
    );
  await giveNavigator(found.webgpu);
  try {
    createRequire(import.meta.url)(found['@tensorflow/tfjs-backend-webgpu']);
  } catch (error) {
    throw new DoctorError(
      `backend: @tensorflow/tfjs-backend-webgpu in ${dirname(found['@tensorflow/tfjs-backend-webgpu'])} ` +
        `does not load: ${(error as Error).message}`,
    );
  }
}

/** The packages are there, and no GPU is. */
export class NoGPU extends DoctorError {}

/** Puts `navigator.gpu` in its place, which the backend looks for when it is imported. */
async function giveNavigator(path: string): Promise<void> {
  let gpu: ReturnType<WebGPUPackage['create']>;
  try {
    const {create, globals} = (await import(pathToFileURL(path).href)) as WebGPUPackage;
    Object.assign(globalThis, globals);
    gpu = create([]);
  } catch (error) {
    throw new DoctorError(
      `backend: the package webgpu in ${dirname(path)} does not load: ${(error as Error).message}`,
    );
  }
  if ((await gpu.requestAdapter({powerPreference: 'high-performance'})) === null)
    throw new NoGPU(
      "backend: 'webgpu' found no GPU. On Linux it needs a Vulkan driver and libvulkan.so.1; VK_DRIVER_FILES names a driver's file.",
    );
  Object.defineProperty(globalThis, 'navigator', {
    value: {gpu, userAgent: 'Node.js'},
    configurable: true,
  });
}
