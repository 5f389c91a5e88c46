import {format, resolveConfig} from 'prettier';

/**
 * A Markdown text with the block between `<!-- name:start -->` and `<!-- name:end -->` replaced, formatted.
 *
 * @throws {Error} Where the text has no such block.
 */
export async function putBlock(text, name, block) {
  const pattern = new RegExp(`(<!-- ${name}:start -->\n)[^]*(<!-- ${name}:end -->)`);
  if (!pattern.test(text)) throw new Error(`there is no <!-- ${name}:start --> ... <!-- ${name}:end -->`);
  const replaced = text.replace(pattern, (_, start, end) => `${start}\n${block}\n\n${end}`);
  const style = await resolveConfig(new URL('../README.md', import.meta.url));
  return format(replaced, {...style, parser: 'markdown'});
}
