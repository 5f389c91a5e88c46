import {readFileSync, realpathSync, renameSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';

/**
 * Replaces what a Markdown file has between `<!-- name:start -->` and `<!-- name:end -->`; all of it or nothing.
 *
 * @param {string | URL} file
 * @param {string} name Of the marks.
 * @param {string} block Markdown.
 * @throws {Error} Where the file has no such block.
 */
export async function writeBlock(file, name, block) {
  const path = realpathSync(file instanceof URL ? fileURLToPath(file) : file);
  const pattern = new RegExp(`(<!-- ${name}:start -->\n)[^]*(<!-- ${name}:end -->)`);
  const text = readFileSync(path, 'utf8');
  if (!pattern.test(text))
    throw new Error(`${path}: there is no <!-- ${name}:start --> ... <!-- ${name}:end -->`);
  const replaced = text.replace(pattern, (_, start, end) => `${start}\n${block}\n\n${end}`);
  writeFileSync(`${path}.new`, await format(replaced, {...(await resolveConfig(path)), filepath: path}));
  renameSync(`${path}.new`, path);
}
