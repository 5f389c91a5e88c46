// Plants faults, one at a time, in a copy of the package's sources, and says whether the test that must see each does.
// usage: node tools/faults/run.mjs [--list] [name ...]     a nightly command: each fault runs a test file
//   --list  only checks that each fault's text still stands in its file once
import {spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {faults} from './faults.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2);
const wanted = args.filter((name) => name !== '--list');
for (const name of wanted) {
  if (!faults.some((fault) => fault.name === name)) {
    console.error(`no fault '${name}'; there are ${faults.map((fault) => fault.name).join(', ')}`);
    process.exit(2);
  }
}
const chosen = faults.filter(({name}) => wanted.length === 0 || wanted.includes(name));

/** The file with the fault in it. */
function planted({name, file, find, put}) {
  const source = readFileSync(join(root, file), 'utf8');
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`${name}: expected its text once in ${file}, found it ${count} times`);
  return source.replace(find, () => put);
}

/** The tree without what is installed and built, which is linked. */
function copyOfTree() {
  const folder = mkdtempSync(join(tmpdir(), 'normprop-faults-'));
  for (const entry of readdirSync(root)) {
    if (['.git', '.nx', 'node_modules', 'coverage', 'runs'].includes(entry)) continue;
    const keep = (path) => !/[\\/](node_modules|dist|coverage)$/.test(path);
    cpSync(join(root, entry), join(folder, entry), {recursive: true, filter: keep});
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

if (args.includes('--list')) {
  for (const fault of chosen) planted(fault);
  console.log(`${chosen.length} faults, each with its place`);
} else {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const folder = copyOfTree();
  let survived = 0;
  try {
    for (const fault of chosen) {
      const {name, file, test} = fault;
      const sound = readFileSync(join(folder, file), 'utf8');
      const cwd = join(folder, file.split('/').slice(0, 2).join('/'));
      const run = () =>
        spawnSync(process.execPath, [jest, '-c', 'jest.config.cjs', '--maxWorkers=1', test], {
          cwd,
          env: {...process.env, TFJS_BACKEND: 'cpu'},
          encoding: 'utf8',
        });
      writeFileSync(join(folder, file), planted(fault));
      const {status, stderr} = run();
      writeFileSync(join(folder, file), sound);
      // A test that fails without the fault sees nothing.
      const caught =
        status !== 0 && /^Tests: +\d+ failed|● Test suite failed to run/m.test(stderr) && run().status === 0;
      if (!caught) survived++;
      console.log(`${caught ? 'caught  ' : 'SURVIVED'} ${name} (${dirname(file)}: ${test})`);
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
  console.log(`${chosen.length - survived} caught, ${survived} survived`);
  process.exitCode = survived > 0 ? 1 : 0;
}
