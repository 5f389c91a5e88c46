// A build that works wherever it is put. VitePress wants to be told the path that it will be served under; it is told a
// placeholder, and this file then puts the way from each file to the top in its place.
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, extname, join, relative, sep} from 'node:path';

/** The path that VitePress is told. */
export const placeholder = '/normprop-site-base/';

/** For Vite: in the browser the base is what the page's own address says. */
export const baseOfThePage = {
  name: 'base-of-the-page',
  enforce: 'pre',
  transform(code, id, options) {
    if (options?.ssr) return undefined;
    if (/vitepress\/dist\/client/.test(id))
      return code.replaceAll('import.meta.env.BASE_URL', 'globalThis.__siteBase');
    // the index of the search is JSON in a string, with the addresses of the pages in it
    const [, index] = /@localSearchIndex/.test(id) ? (/^export default (".*")\s*;?$/s.exec(code) ?? []) : [];
    if (index === undefined) return undefined;
    const marked = index.replaceAll(placeholder, '/@/');
    return `export default ${marked}.replaceAll('"/@/', '"' + globalThis.__siteBase)`;
  },
};

/** Makes every address in a built site relative to the file that it stands in. */
export function freeOfBase(folder) {
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const rewrite = rewriters[extname(file)];
    if (!entry.isFile() || rewrite === undefined) continue;
    const up = relative(dirname(file), folder).split(sep).join('/');
    const before = readFileSync(file, 'utf8');
    const after = rewrite(before, up === '' ? './' : `${up}/`);
    if (after.includes(placeholder)) throw new Error(`${file}: an address could not be made relative`);
    if (after !== before) writeFileSync(file, after);
  }
}

const rewriters = {
  '.html': (text, top) =>
    text
      .replace(
        '<head>',
        `<head><script>globalThis.__siteBase=new URL("${top}",location.href).pathname</script>`,
      )
      .replaceAll(`\\"${placeholder}\\"`, '\\""+globalThis.__siteBase+"\\"') // in the JSON of the site's data
      .replaceAll(placeholder, top),
  '.css': (text, top) => text.replaceAll(placeholder, top),
  '.js': (text, top) => {
    const base = `(new URL("${top}",import.meta.url).pathname)`;
    return text
      .replaceAll(`\\"${placeholder}\\"`, `\\""+${base}+"\\"`)
      .replace(new RegExp(`(["'\`])${placeholder}`, 'g'), `${base}+$1`);
  },
};
