// An Nx plugin: a target `test:<leg>` for each package and leg of tools/jest/legs.cjs.
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import legs from '../jest/legs.cjs';

/** Pages run what is published, and a command line's tests start it; the rest reads the sources. */
const built = (leg, startsItself) =>
  leg.page || leg.built || startsItself ? ['build', '^build'] : ['wasm', '^wasm'];
const needsInstaller = (name) => name === 'node' || name === 'cuda';

function targetOf(name, leg, startsItself) {
  return {
    executor: 'nx:run-commands',
    options: {command: `node ../../tools/jest/run.mjs ${name}`, cwd: '{projectRoot}'},
    cache: leg.cached ?? false,
    dependsOn: [
      ...built(leg, startsItself),
      ...(needsInstaller(name) ? [{projects: ['normprop-doctor'], target: 'build'}] : []),
    ],
    ...(leg.cached && {
      inputs: ['default', '^production'],
      outputs: [`{workspaceRoot}/coverage/results/{projectName}-${name}.json`],
    }),
  };
}

function targetsOf(folder, root) {
  const {name: packageName, bin} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries(legs.legs)
      .filter(([, leg]) => packageName in leg.packages)
      .map(([name, leg]) => [`test:${name}`, targetOf(name, leg, bin !== undefined)]),
  );
}

export const createNodesV2 = [
  'packages/*/jest.config.cjs',
  (files, _options, {workspaceRoot}) =>
    files.map((file) => {
      const folder = dirname(file);
      return [file, {projects: {[folder]: {root: folder, targets: targetsOf(folder, workspaceRoot)}}}];
    }),
];
export const createNodes = createNodesV2;
