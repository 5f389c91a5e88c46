// Empty projects: made, filled from the registry, and run.
import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const windows = process.platform === 'win32';

/** Runs a command; its output, or an error with the end of it. */
export function run(command, args, {cwd, env, minutes = 4}) {
  return new Promise((resolve, reject) => {
    const child = spawn(windows && command === 'npm' ? 'npm.cmd' : command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows && command === 'npm',
    });
    let text = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0) resolve(text);
      else
        reject(
          Object.assign(
            new Error(`${command} ${args.join(' ')}: ended with ${signal ?? status}\n${text.slice(-3000)}`),
            {text},
          ),
        );
    });
  });
}

/** The text that `use` printed; an error where it printed none. */
export function usedLine(text) {
  const line = /^used: (.*)$/m.exec(text)?.[1];
  if (line === undefined) throw new Error(`expected a line 'used: …', got\n${text.slice(-3000)}`);
  return line;
}

/** A folder with a package.json and the packages of `install` from the registry. */
export async function makeProject(folder, install, {env, type = 'module'}) {
  write(join(folder, 'package.json'), JSON.stringify({name: 'a-project', private: true, type}));
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...install],
    {
      cwd: folder,
      env,
    },
  );
  return folder;
}

/** Writes a file and the folders above it. */
export function write(file, text) {
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
}

const sourceOf = (name) => readFileSync(fileURLToPath(new URL(`source/${name}.ts`, import.meta.url)), 'utf8');

/**
 * The program of every use.
 *
 * @param {'tfjs' | 'parts'} flavour With `@tensorflow/tfjs`, or with core, layers and one backend.
 * @param {'ts' | 'esm' | 'cjs'} kind TypeScript, or JavaScript made of it.
 */
export function program(flavour, kind) {
  const whole = sourceOf('train');
  const text = flavour === 'tfjs' ? whole : sourceOf('parts') + whole.slice(whole.indexOf('import {adam')); // the imports of tfjs come first
  if (kind === 'ts') return text;
  const module = kind === 'cjs' ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  return ts.transpileModule(text, {compilerOptions: {module, target: ts.ScriptTarget.ES2022}}).outputText;
}
