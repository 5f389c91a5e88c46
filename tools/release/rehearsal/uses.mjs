// The ways in which someone uses what is published. Each is a name and a function that gives one line, or throws.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {commandLine} from './commandLine.mjs';
import {examples} from './examples.mjs';
import {makeProject, program, run, usedLine, write} from './project.mjs';
import {shaken} from './shaken.mjs';

const tools = ['typescript@6.0.3', 'esbuild@0.28.2', 'vite@7.1.12', 'webpack@5.103.0', 'webpack-cli@6.0.1'];
const flavours = {
  tfjs: ['@tensorflow/tfjs@4.22.0'],
  parts: [
    '@tensorflow/tfjs-core@4.22.0',
    '@tensorflow/tfjs-layers@4.22.0',
    '@tensorflow/tfjs-backend-cpu@4.22.0',
  ],
};
/** What a package cannot be used without that is not among its own dependencies. */
const besides = {
  'normprop-datasets': ['@tensorflow/tfjs-core@4.22.0', '@tensorflow/tfjs-data@4.22.0'],
};
const page = (script) => `<!doctype html><meta charset="utf-8"><title>use</title>${script}`;

/** The uses of one package that was installed by itself: it exports what its api.txt says, to `import` and to `require`. */
function alone(name, {copy, folder, env, versions}) {
  const manifest = JSON.parse(readFileSync(join(copy, 'packages', name, 'package.json'), 'utf8'));
  return {
    name: `${name} by itself`,
    run: async () => {
      const project = join(folder, name);
      await makeProject(project, [`${name}@${versions[name]}`, ...(besides[name] ?? [])], {env});
      const tree = JSON.parse(
        readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'),
      ).packages;
      const count = `${Object.keys(tree).length} packages`;
      let wanted = [];
      try {
        const api = readFileSync(join(copy, 'packages', name, 'api.txt'), 'utf8').split(/^# /m)[1];
        wanted = [...api.matchAll(/^(\S+) value$/gm)].map(([, each]) => each);
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
      const check = (
        load,
      ) => `const got = ${load}; const lost = ${JSON.stringify(wanted)}.filter((name) => !(name in got));
        if (lost.length > 0) throw new Error('not exported: ' + lost.join(', '));
        console.log('used: ' + Object.keys(got).length);`;
      write(join(project, 'alone.mjs'), check(`await import('${name}')`));
      const names = usedLine(await run(process.execPath, ['alone.mjs'], {cwd: project, env}));
      const requires = JSON.stringify(manifest.exports?.['.'] ?? '').includes('/cjs/');
      if (requires) {
        write(join(project, 'alone.cjs'), check(`require('${name}')`));
        usedLine(await run(process.execPath, ['alone.cjs'], {cwd: project, env}));
      }
      for (const command of Object.keys(manifest.bin ?? {})) {
        const version = (
          await run('npm', ['exec', '--offline', '--', command, '--version'], {cwd: project, env})
        ).trim();
        if (version !== versions[name])
          throw new Error(`${command} --version: expected ${versions[name]}, got ${version}`);
      }
      return `${names} names${requires ? ', import and require' : ''}, ${count}`;
    },
  };
}

/** Node, TypeScript, bundlers and a page, with one way of having tfjs. */
function together(flavour, {folder, env, versions, browser}) {
  const project = join(folder, flavour);
  const node = (...args) => run(process.execPath, args, {cwd: project, env});
  const bin = (path, ...args) => node(join(project, 'node_modules', path), ...args);
  const inPage = async (...args) => usedLine(await browser.open(...args));
  let installed;
  const ready = () =>
    (installed ??= makeProject(
      project,
      [`normprop-layers@${versions['normprop-layers']}`, ...flavours[flavour], ...tools],
      {env},
    ).then(() => {
      write(join(project, 'use.mjs'), program(flavour, 'esm'));
      write(join(project, 'use.cjs'), program(flavour, 'cjs'));
      for (const kind of ['nodenext', 'bundler'])
        write(join(project, kind, 'use.ts'), program(flavour, 'ts'));
    }));
  const typed = async (kind, module) => {
    await ready();
    const config = {
      compilerOptions: {
        strict: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        target: 'es2022',
        lib: ['es2022', 'dom'],
        types: [],
        module,
        moduleResolution: kind,
        outDir: 'out',
        rootDir: '.',
      },
      files: ['use.ts'],
    };
    write(join(project, kind, 'tsconfig.json'), JSON.stringify(config));
    // tfjs's own types have errors with TypeScript 6 (a name that they do not declare; GPU types that the DOM has too).
    const errorsOf = (text) => text.split('\n').filter((line) => /error TS\d+:/.test(line));
    const errors = await bin('typescript/bin/tsc', '-p', kind, '--pretty', 'false').then(
      errorsOf,
      (error) => {
        const found = errorsOf(error.text ?? '');
        if (found.length === 0) throw error;
        return found;
      },
    );
    const ours = errors.filter((line) => !/^node_modules\/(@tensorflow|@webgpu|typescript)\//.test(line));
    if (ours.length > 0) throw new Error(ours.join('\n'));
    const rest = `no error of our types, ${errors.length} of tfjs's`;
    return kind === 'nodenext' ? `${usedLine(await node(join(kind, 'out/use.js')))}; ${rest}` : rest;
  };
  const uses = {
    'Node, import': async () => usedLine(await node('use.mjs')),
    'Node, require': async () => usedLine(await node('use.cjs')),
    'TypeScript, nodenext': () => typed('nodenext', 'nodenext'),
    'TypeScript, bundler': () => typed('bundler', 'esnext'),
    esbuild: async () => {
      await run(
        join(project, 'node_modules/esbuild/bin/esbuild'), // a program of its own, not one of Node's
        ['use.mjs', '--bundle', '--minify', '--outfile=esbuild/use.js', '--log-level=error'],
        {cwd: project, env},
      );
      write(join(project, 'esbuild/index.html'), page('<script src="use.js"></script>'));
      return inPage(join(project, 'esbuild'));
    },
    Vite: async () => {
      write(join(project, 'vite/index.html'), page('<script type="module" src="/use.mjs"></script>'));
      write(join(project, 'vite/use.mjs'), program(flavour, 'esm'));
      await bin('vite/bin/vite.js', 'build', 'vite', '--logLevel=error');
      return inPage(join(project, 'vite/dist'));
    },
    webpack: async () => {
      await bin('webpack-cli/bin/cli.js', '--mode=production', '--entry=./use.mjs', '-o', './webpack');
      write(join(project, 'webpack/index.html'), page('<script src="main.js"></script>'));
      return inPage(join(project, 'webpack'));
    },
    'a bundle with adam alone has no kernels': () =>
      shaken(project, env, "export {adam} from 'normprop-layers';", 5),
  };
  if (flavour === 'tfjs') Object.assign(uses, withoutBundler(project, inPage));
  const needsPage = ['esbuild', 'Vite', 'webpack', ...Object.keys(withoutBundler())];
  return Object.entries(uses).map(([name, use]) => ({
    name: `${flavour === 'tfjs' ? '@tensorflow/tfjs' : 'core+layers+cpu'}: ${name}`,
    notRun: needsPage.includes(name) ? browser.missing : undefined,
    run: async () => {
      await ready();
      return use();
    },
  }));
}

/** A page that loads the files as they are: the plain script beside tfjs's own, and the module of one file by an import map. */
function withoutBundler(project, inPage) {
  const tf = '/node_modules/@tensorflow/tfjs/dist';
  const ours = '/node_modules/normprop-layers/dist';
  const code = program('tfjs', 'esm');
  return {
    'a page with the plain script': () => {
      const globals = code
        .replace(/^import (\{[^}]*\}) from '@tensorflow\/tfjs';/m, 'const $1 = tf;')
        .replace(/^import (\{[^}]*\}) from 'normprop-layers';/m, 'const $1 = normprop;');
      const script = (src) => `<script src="${src}"></script>`;
      write(
        join(project, 'script.html'),
        page(
          `${script(`${tf}/tf.min.js`)}${script(`${ours}/normprop-layers.min.js`)}<script>${globals}</script>`,
        ),
      );
      return inPage(project, 'script.html');
    },
    'a page with an import map': () => {
      const one = `${tf}/tf.fesm.min.js`;
      const imports = {
        ...Object.fromEntries(
          ['tfjs', 'tfjs-core', 'tfjs-layers'].map((name) => [`@tensorflow/${name}`, one]),
        ),
        'normprop-layers': `${ours}/normprop-layers.esm.js`,
      };
      write(
        join(project, 'importmap.html'),
        page(
          `<script type="importmap">${JSON.stringify({imports})}</script><script type="module">${code}</script>`,
        ),
      );
      return inPage(project, 'importmap.html');
    },
  };
}

/** A second tfjs-core in the same program is an error that names both. */
function twoCores({folder, env, versions}) {
  return {
    name: 'two copies of tfjs-core are a clear error',
    run: async () => {
      const project = join(folder, 'two-cores');
      const core = versions['normprop-core'];
      await makeProject(
        project,
        [
          `normprop-core@${core}`,
          '@tensorflow/tfjs-core@4.22.0',
          'another-core@npm:@tensorflow/tfjs-core@4.22.0',
        ],
        {env},
      );
      write(
        join(project, 'use.mjs'),
        `import 'another-core';
         try { await import('normprop-core'); console.log('no error'); } catch (error) { console.log('used: ' + error.message); }`,
      );
      const line = usedLine(await run(process.execPath, ['use.mjs'], {cwd: project, env}));
      if (!line.includes('two copies of @tensorflow/tfjs-core'))
        throw new Error(`expected it to say two copies, got ${line}`);
      return line;
    },
  };
}

/** Every use, in the order in which they run. */
export function allUses(context) {
  const names = readdirSync(join(context.copy, 'packages')).filter((name) => name in context.versions);
  return [
    ...names.map((name) => alone(name, context)),
    ...together('tfjs', context),
    ...together('parts', context),
    twoCores(context),
    commandLine(context),
    ...examples(context),
  ];
}
