// What each bundler makes of a program that uses one small thing of a package. TensorFlow.js stays outside.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {run, write} from './project.mjs';

const bundlers = {
  esbuild: (project, env) =>
    run(
      join(project, 'node_modules/esbuild/bin/esbuild'),
      [
        'small.mjs',
        '--bundle',
        '--minify',
        '--format=esm',
        '--external:@tensorflow/*',
        '--outdir=small/esbuild',
      ],
      {cwd: project, env},
    ),
  Vite: (project, env) => {
    // As an app: Vite leaves the white space in a library's modules.
    const config = {logLevel: 'error', build: {outDir: 'small/Vite', modulePreload: false}};
    const rollup = {
      input: 'small.mjs',
      preserveEntrySignatures: 'strict',
      output: {entryFileNames: 'small.mjs'},
    };
    write(
      join(project, 'small.vite.mjs'),
      `const config = ${JSON.stringify(config)};
       config.build.rollupOptions = {...${JSON.stringify(rollup)}, external: /^@tensorflow\\//};
       export default config;`,
    );
    return run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '-c', 'small.vite.mjs'], {
      cwd: project,
      env,
    });
  },
  webpack: (project, env) => {
    const config = {
      mode: 'production',
      entry: './small.mjs',
      experiments: {outputModule: true},
      externalsType: 'module',
      output: {library: {type: 'module'}},
    };
    write(
      join(project, 'small.webpack.mjs'),
      `export default {...${JSON.stringify(config)}, externals: [/^@tensorflow\\//]};`,
    );
    const cli = 'node_modules/webpack-cli/bin/cli.js';
    return run(process.execPath, [cli, '--config', 'small.webpack.mjs', '-o', 'small/webpack'], {
      cwd: project,
      env,
    });
  },
};

/** The gzipped kB of `program` by bundler; an error where one is above `limit`. */
export async function shaken(project, env, program, limit) {
  write(join(project, 'small.mjs'), program);
  const sizes = [];
  for (const [name, bundle] of Object.entries(bundlers)) {
    await bundle(project, env);
    const folder = join(project, 'small', name);
    const [file] = readdirSync(folder).filter((each) => /\.m?js$/.test(each));
    const size = gzipSync(readFileSync(join(folder, file))).length / 1000;
    if (!(size > 0.1 && size <= limit))
      throw new Error(`${name}: expected at most ${limit} kB gzipped, got ${size.toFixed(2)}`);
    sizes.push(`${name} ${size.toFixed(2)}`);
  }
  return `${sizes.join(', ')} kB gzipped`;
}
