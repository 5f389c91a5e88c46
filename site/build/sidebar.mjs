// What stands in the sidebar, in order.
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {pageOf} from './pageOf.mjs';
import {collected} from './places.mjs';

const guides = (...names) => names.map((name) => `site/guide/${name}`);
const docs = (...names) => names.map((name) => `docs/${name}`);
const packages = ['layers', 'core', 'kernels', 'runtime', 'convert', 'datasets', 'draw', 'doctor', 'native'];

const groups = {
  Start: guides('first-model', 'from-tfjs', 'from-keras', 'from-pytorch', 'packages'),
  Train: guides('choosing', 'stable-training', 'dropouts', 'errors'),
  Run: guides('browser', 'node', 'streaming'),
  'Go further': guides('reproduce', 'new-cell'),
  Measured: [...docs('choosing', 'recipe', 'speed', 'backends', 'drop-in'), 'FEATURES'],
  'How it works': [...docs('variance', 'gradients', 'kernels'), 'ARCHITECTURE'],
  Packages: [...packages.map((name) => `packages/normprop-${name}/README`), 'packages/normprop/README'],
};

/** The first heading of a page. */
const titleOf = (path) =>
  /^# (.*)$/m.exec(readFileSync(join(collected, `${path}.md`), 'utf8'))[1].replaceAll('`', '');

const item = (path) => ({
  text: titleOf(path),
  link: `/${pageOf(`${path}.md`).replace(/(index)?\.md$/, '')}`,
});

/** The modules of the API reference: `api/normprop-core/research.md` stands behind `api/normprop-core.md`. */
function modules() {
  return readdirSync(join(collected, 'api'), {recursive: true})
    .filter((path) => path.endsWith('.md'))
    .map((path) => path.replace(/\.md$/, '').replaceAll('\\', '/'))
    .filter((path) => path !== 'index')
    .sort()
    .map((path) => ({text: path, link: `/api/${path}`}));
}

/** For VitePress; made after the pages were collected. */
export function sidebar() {
  return {
    '/api/': [{text: 'API', items: [{text: 'All packages', link: '/api/'}, ...modules()]}],
    '/': Object.entries(groups).map(([text, paths]) => ({text, items: paths.map(item)})),
  };
}
