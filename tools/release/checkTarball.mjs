// What npm would publish of the package in the current folder: its licence, its README, its build, and nothing else.
// usage: node ../../tools/release/checkTarball.mjs
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const required = ['LICENSE', 'README.md', 'package.json'];
const unwanted = [/\.test\./, /\.map$/, /tsbuildinfo/, /^(src|test|assembly|scripts|bench)\//];

/** The files that `exports` names, however deep. */
function entriesOf(exports) {
  if (typeof exports === 'string') return [exports.replace(/^\.\//, '')];
  return Object.values(exports ?? {}).flatMap(entriesOf);
}

/** What is wrong with the files and the manifest of a tarball, in lines. */
export function faultsOf(files, manifest) {
  return [
    ...required.filter((name) => !files.includes(name)).map((name) => `${name} is missing`),
    ...files
      .filter((file) => unwanted.some((pattern) => pattern.test(file)))
      .map((file) => `${file} is in it`),
    ...entriesOf(manifest.exports)
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is missing: build first`),
    ...['description', 'license', 'keywords', 'engines']
      .filter((field) => !manifest[field])
      .map((field) => `package.json has no ${field}`),
  ];
}

function checkThis() {
  const windows = process.platform === 'win32';
  const packed = execFileSync(
    windows ? 'npm.cmd' : 'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: windows,
    },
  );
  const parsed = JSON.parse(packed);
  const [{files, size, name}] = Array.isArray(parsed) ? parsed : Object.values(parsed);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const faults = faultsOf(
    files.map(({path}) => path),
    manifest,
  );
  if (!readFileSync('LICENSE').equals(readFileSync(join(root, 'LICENSE'))))
    faults.push("LICENSE differs from the repository's");
  // kB packed. normprop-native has no limit: it grows with every platform that a release has a binary for.
  const limit = JSON.parse(readFileSync(join(root, 'tools/release/limits.json'), 'utf8'))[name];
  if (limit === undefined && name !== 'normprop-native')
    faults.push('tools/release/limits.json has no limit for it');
  if (size > limit * 1024) faults.push(`${Math.round(size / 1024)} kB packed, expected at most ${limit}`);
  console.log(`${name}: ${files.length} files, ${Math.round(size / 1024)} kB packed`);
  for (const fault of faults) console.error(`${name}: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) checkThis();
