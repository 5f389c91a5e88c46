/** The built-in modules that this package uses. */
interface BuiltIns {
  'node:crypto': typeof import('node:crypto');
  'node:fs/promises': typeof import('node:fs/promises');
  'node:os': typeof import('node:os');
  'node:path': typeof import('node:path');
}

/**
 * A built-in module of Node, fetched when it is needed.
 *
 * Neither `import 'node:fs'` nor `import('node:fs')` would do: bundlers resolve both when they build for a browser, and
 * some stop there. `process.getBuiltinModule` (Node ≥ 20.16) is a plain function call that they leave alone, so the
 * parts of this package that need no files work in a browser from the same source.
 *
 * @param what names what needs it, for the error.
 * @throws outside Node.
 */
export function nodeModule<Name extends keyof BuiltIns>(name: Name, what: string): BuiltIns[Name] {
  const {process} = globalThis as {process?: NodeJS.Process};
  if (typeof process?.getBuiltinModule !== 'function') {
    throw new Error(`${what}: reading files needs Node >= 20.16; in a browser, use loadText({text})`);
  }
  return process.getBuiltinModule(name);
}
