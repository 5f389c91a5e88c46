// An esbuild plugin: what the tests import is what users get.
import {existsSync} from 'node:fs';
import {dirname, join, resolve, sep} from 'node:path';

/**
 * - `normprop-*` goes through the package's `exports`, as in a user's bundle.
 * - A test's import of its own package's `src/index.js` goes there too, and of any other file of `src/` to the file that was
 *   built from it and is published beside the entry point (`dist/esm/`): one copy of each module, so that the state of
 *   modules (which kernels run, which classes are registered) is one.
 * - tfjs is the root's one copy, for the backends of tools/legs too.
 */
export function published(root) {
  const packages = join(root, 'packages') + sep;
  const inLegs = join(root, 'tools/legs');
  return {
    name: 'published',
    setup(build) {
      build.onResolve({filter: /^@tensorflow\/tfjs-/}, async ({path, kind, pluginData}) => {
        if (pluginData === 'root') return undefined;
        const own = /^@tensorflow\/tfjs-backend-web/.test(path) ? inLegs : root;
        return build.resolve(path, {kind, resolveDir: own, pluginData: 'root'});
      });
      build.onResolve({filter: /^\.{1,2}\//}, ({path, importer, kind}) => {
        if (!importer.startsWith(packages) || importer.includes(`${sep}dist${sep}`)) return undefined;
        const target = resolve(dirname(importer), path);
        const [name, top, ...inside] = target.slice(packages.length).split(sep);
        if (top !== 'src') return undefined;
        if (inside.join('/') === 'index.js') return build.resolve(name, {kind, resolveDir: root});
        const built = join(packages, name, 'dist/esm', ...inside);
        return existsSync(built)
          ? {path: built}
          : {errors: [{text: `${target} has no built file ${built}: build the packages first`}]};
      });
    },
  };
}
