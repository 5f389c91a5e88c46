import type {NativeAddon} from './nativeAddon.js';

/** The interface of normprop-native that this version of normprop-kernels calls. */
const INTERFACE = 3;

/** The package's binary, or why there is none. */
export type FoundNative = {addon: NativeAddon} | {why: string};

interface NodeModule {
  createRequire(file: string): (name: string) => unknown;
}

interface NodeProcess {
  versions?: {node?: string};
  argv?: string[];
  env?: Record<string, string | undefined>;
  cwd(): string;
  getBuiltinModule?(name: 'node:module'): NodeModule;
}

/** Where this file lies, in Node; a program that was made into one file gives its own place. */
declare const __filename: string | undefined;

let found: FoundNative | undefined;

/**
 * Looks for the package normprop-native beside this one, beside the program, and in the current folder. It is resolved at run time and in
 * Node only, through `process.getBuiltinModule`, so that bundlers see nothing.
 */
export function findNative(): FoundNative {
  return (found ??= look());
}

function look(): FoundNative {
  const node = (globalThis as {process?: NodeProcess}).process;
  const module = node?.versions?.node === undefined ? undefined : node.getBuiltinModule?.('node:module');
  if (node === undefined || module === undefined) return {why: 'native kernels are for Node'};
  if (node.env?.NORMPROP_NATIVE === '0') return {why: 'NORMPROP_NATIVE=0 switches native kernels off'};
  const own = typeof __filename === 'string' ? [__filename] : [];
  const places = [...own, ...(node.argv?.slice(1, 2) ?? []), `${node.cwd()}/`];
  for (const place of places) {
    const answer = load(module, place);
    if (answer !== undefined) return answer;
  }
  return {why: 'the package normprop-native is not installed'};
}

/** The package as seen from a file; undefined where it is not installed. */
function load(module: NodeModule, place: string): FoundNative | undefined {
  try {
    const addon = module.createRequire(place)('normprop-native') as NativeAddon;
    if (addon.interface !== INTERFACE)
      return {
        why: `normprop-native has interface ${addon.interface}, and these kernels call ${INTERFACE}: install the same version of both`,
      };
    if (addon.builds.length === 0)
      return {why: 'this processor has neither AVX2 with FMA nor NEON, which normprop-native needs'};
    return {addon};
  } catch (error) {
    const {code, message} = error as {code?: string; message: string};
    if (code === 'MODULE_NOT_FOUND' && message.includes("'normprop-native'")) return undefined;
    if (code === 'ERR_INVALID_ARG_VALUE') return undefined; // a program that has no file
    return {why: `normprop-native does not load: ${message.split('\n')[0]}`};
  }
}
