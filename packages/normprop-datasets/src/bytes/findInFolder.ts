import {nodeModule} from '../node/nodeModule.js';

/** How many names of a folder an error tells. */
const MOST_NAMES = 12;

/**
 * The path of a data file in a folder, under one of the names that it goes by (Node only). Archives are often unpacked to a
 * folder of a file's name with the file in it, so that is looked at too.
 *
 * @param names in the order of preference; the last one is the name in an error.
 * @param options.what names what needs the folder, and `inBrowser` what to do instead where there are none, for the error.
 * @throws if there is none; the message says which names were tried, and what lies in the folder.
 */
export async function findInFolder(
  dir: string,
  names: readonly string[],
  {what, inBrowser}: {what: string; inBrowser?: string},
): Promise<string> {
  const path = nodeModule('node:path', what, inBrowser);
  const {readdir, stat} = nodeModule('node:fs/promises', what, inBrowser);
  const isFolder = async (at: string): Promise<boolean | undefined> => {
    try {
      return (await stat(at)).isDirectory();
    } catch {
      return undefined;
    }
  };
  for (const folder of ['', ...names]) {
    if ((await isFolder(path.join(dir, folder))) !== true) continue;
    for (const name of names) {
      const file = path.join(dir, folder, name);
      if ((await isFolder(file)) === false) return file;
    }
  }
  const found = await readdir(dir).catch((error: NodeJS.ErrnoException) => error);
  const wanted = names[names.length - 1];
  const others = names.slice(0, -1);
  const tried = others.length > 0 ? ` Tried too: ${others.join(', ')}.` : '';
  throw new Error(`${path.join(dir, wanted)}: there is no such file.${tried} ${describe(dir, found)}`);
}

function describe(dir: string, found: string[] | NodeJS.ErrnoException): string {
  if (!Array.isArray(found)) {
    if (found.code === 'ENOENT') return `There is no folder ${dir}`;
    return found.code === 'ENOTDIR' ? `${dir} is a file, not a folder` : found.message;
  }
  if (found.length === 0) return `The folder ${dir} is empty`;
  const rest = found.length > MOST_NAMES ? `, and ${found.length - MOST_NAMES} more` : '';
  return `In ${dir} there is ${found.sort().slice(0, MOST_NAMES).join(', ')}${rest}`;
}
