// What threads gain in an update of `normprop train charlm`, by the wall clock: one thread and `auto` in turn, on WebAssembly and natively,
// on an idle machine and with another program on one core, always or every other 1.5 seconds.
// usage: npm run build && node benchmarks/threads.mjs [--rounds 3] [--length 100] [--batch 64] [--write]
//   --write puts the table into docs/kernels.md; --length 50 --batch 32 is an update of the demo
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {availableParallelism, cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {writeBlock} from '../tools/writeBlock.mjs';

const {values: options} = parseArgs({
  options: {
    rounds: {type: 'string', default: '3'},
    length: {type: 'string', default: '100'},
    batch: {type: 'string', default: '64'},
    write: {type: 'boolean', default: false},
  },
});
const UPDATES = 40;
const WARM = 20;
const program = fileURLToPath(new URL('../packages/normprop/dist/esm/main.js', import.meta.url));
const {length, batch} = options;
const sizes = ['--units', '256', '--length', length, '--batch', batch, '--updates', String(UPDATES)];
const folder = mkdtempSync(join(tmpdir(), 'normprop-threads-'));

/** Seconds of an update once it is warm, and the loss, whose bits all numbers of threads share. */
function train(threads, native) {
  const args = ['train', 'charlm', '--data', 'moby-dick', '--model', 'normProp', ...sizes];
  const {status, stderr} = spawnSync(
    process.execPath,
    [program, ...args, '--threads', threads, '--out', folder, '--overwrite'],
    {encoding: 'utf8', env: {...process.env, NORMPROP_NATIVE: native ? '1' : '0'}},
  );
  if (status !== 0) throw new Error(stderr);
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
  const at = (update) => lines.find((line) => line.kind === 'train' && line.update === update);
  return {
    seconds: (at(UPDATES).seconds - at(WARM).seconds) / (UPDATES - WARM),
    loss: at(UPDATES).bitsPerCharacter,
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** A row: seconds with one thread, with `auto`, and how many times faster. */
function compare(native) {
  const times = {1: [], auto: []};
  const losses = new Set();
  for (let round = 0; round < Number(options.rounds); round++)
    for (const threads of Object.keys(times)) {
      const {seconds, loss} = train(threads, native);
      times[threads].push(seconds);
      losses.add(loss);
    }
  if (losses.size !== 1) throw new Error(`threads change the bits: ${[...losses].join(', ')}`);
  const [one, auto] = [median(times[1]), median(times.auto)];
  return `${one.toFixed(3)} | ${auto.toFixed(3)} | ${(one / auto).toFixed(2)}x |`;
}

const BUSY = 1500;
const others = {
  idle: undefined,
  'one core busy': 'for (;;);',
  'one core busy half of the time': `setInterval(() => {
    const end = Date.now() + ${BUSY};
    while (Date.now() < end);
  }, ${2 * BUSY});`,
};
const rows = [];
try {
  for (const [name, code] of Object.entries(others)) {
    const other = code && spawn(process.execPath, ['-e', code]);
    try {
      for (const native of [false, true])
        rows.push(`| ${native ? 'native' : 'WebAssembly'}, ${name} | ${compare(native)}`);
    } finally {
      other?.kill('SIGKILL');
    }
  }
} finally {
  rmSync(folder, {recursive: true});
}
const table = `Seconds of an update by the wall clock, T=${length} B=${batch} H=256, ${availableParallelism()} cores (${cpus()[0].model.trim()}), Node ${process.versions.node}; medians of ${options.rounds} runs in turn. All have the same bits.

| kernels | one thread | \`auto\` | faster |
|---|---|---|---|
${rows.join('\n')}`;
console.log(table);
if (options.write) await writeBlock(new URL('../docs/kernels.md', import.meta.url), 'threads', table);
