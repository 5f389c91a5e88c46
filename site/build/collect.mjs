// Puts together what VitePress reads: the live pages, the guides, and the texts of the repository, each where it stands there,
// so that links between them hold.
import {copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, extname, join, relative, sep} from 'node:path';
import {pageOf} from './pageOf.mjs';
import {collected, root} from './places.mjs';
import {withLinks} from './withLinks.mjs';

const folders = ['docs', 'packages', 'experiments', 'examples', 'site/guide', 'site/pages'];
const lone = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'FEATURES.md'];
const passed = new Set(['node_modules', 'dist', 'runs', 'src', 'coverage', 'native', 'test', 'assembly']);
const pictures = new Set(['.png', '.svg', '.gif']);

/** Every Markdown text and picture, by its path in the repository. */
function* files(folder) {
  for (const entry of readdirSync(join(root, folder), {withFileTypes: true})) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!passed.has(entry.name)) yield* files(path);
    } else if (extname(path) === '.md' ? entry.name !== 'CHANGELOG.md' : pictures.has(extname(path)))
      yield path;
  }
}

/** Makes the folder `collected` anew. */
export function collect() {
  rmSync(collected, {recursive: true, force: true});
  const all = [
    ...lone.filter((path) => existsSync(join(root, path))),
    ...folders.flatMap((each) => [...files(each)]),
  ];
  const known = new Set(all);
  for (const path of all) {
    const to = join(collected, path);
    mkdirSync(dirname(to), {recursive: true});
    if (extname(path) !== '.md') copyFileSync(join(root, path), to);
    else
      writeFileSync(
        to,
        withLinks(readFileSync(join(root, path), 'utf8'), (link) => place(path, link, known)),
      );
  }
}

/** Where a link of a page leads among what was collected; undefined where it leads elsewhere in the repository. */
function place(page, link, known) {
  const [path, anchor] = link.split('#');
  if (path === '') return link;
  const target = relative(root, join(root, dirname(page), decodeURIComponent(path)))
    .split(sep)
    .join('/');
  const found = [target, `${target}/README.md`].find((each) => known.has(each));
  if (found === undefined) return undefined;
  if (extname(found) !== '.md') return `./${relative(dirname(page), found).split(sep).join('/')}`;
  return `/${pageOf(found).replace(/(index)?\.md$/, '')}${anchor === undefined ? '' : `#${anchor}`}`;
}
