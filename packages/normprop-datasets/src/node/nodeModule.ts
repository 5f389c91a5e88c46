/** The built-in modules that this package uses. */
interface BuiltIns {
  'node:buffer': typeof import('node:buffer');
  'node:crypto': typeof import('node:crypto');
  'node:fs/promises': typeof import('node:fs/promises');
  'node:os': typeof import('node:os');
  'node:path': typeof import('node:path');
}

/** Whether this is Node, with files; else it is a browser or something like one. */
export function hasFiles(): boolean {
  const {process} = globalThis as {process?: NodeJS.Process};
  return typeof process?.getBuiltinModule === 'function';
}

/**
 * A built-in module of Node, fetched when it is needed.
 *
 * Neither `import 'node:fs'` nor `import('node:fs')` would do: bundlers resolve both when they build for a browser, and
 * some stop there. `process.getBuiltinModule` (Node ≥ 20.16) is a plain function call that they leave alone, so the
 * parts of this package that need no files work in a browser from the same source.
 *
 * @param what names what needs it, for the error.
 * @param inBrowser what to do instead where there are no files, for the error.
 * @throws outside Node.
 */
export function nodeModule<Name extends keyof BuiltIns>(
  name: Name,
  what: string,
  inBrowser = 'use loadText({text})',
): BuiltIns[Name] {
  if (!hasFiles()) {
    throw new Error(`${what}: reading files needs Node >= 20.16; in a browser, ${inBrowser}`);
  }
  return process.getBuiltinModule(name);
}
