// The API reference: every public symbol of every package, from the doc comments of the built declarations.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {Application} from 'typedoc';
import {collected, root} from './places.mjs';

/** The entries of a package: its main one, and those beside it that a program imports by name. */
const besides = {
  'normprop-core': ['research'],
  'normprop-runtime': ['withModule', 'weights/index'],
  'normprop-kernels': ['stream/index'],
};

export async function writeAPI() {
  const entryPoints = readdirSync(join(root, 'packages')).flatMap((name) =>
    ['index', ...(besides[name] ?? [])]
      .map((entry) =>
        ['esm', 'cjs', '.']
          .map((build) => join(root, 'packages', name, 'dist', build, `${entry}.d.ts`))
          .find(existsSync),
      )
      .filter((file) => file !== undefined),
  );
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints,
    tsconfig: join(root, 'site/tsconfig.api.json'),
    basePath: join(root, 'packages'),
    displayBasePath: join(root, 'packages'),
    name: 'API',
    readme: 'none',
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    excludeProtected: true,
    skipErrorChecking: true,
    logLevel: 'Error',
    outputs: [{name: 'markdown', path: join(collected, 'api')}],
    outputFileStrategy: 'modules',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    useHTMLEncodedBrackets: true,
    sanitizeComments: true,
    parametersFormat: 'table',
    propertyMembersFormat: 'table',
    interfacePropertiesFormat: 'table',
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('typedoc could not read the packages; npm run build makes them');
  for (const module of project.children) module.name = module.name.replace(/\/dist(\/(esm|cjs))?/, '');
  await app.generateOutputs(project);
}
