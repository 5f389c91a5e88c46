// `npm run battery`: trains the models on all tasks where a line is missing, then makes the table and the picture.
// usage: node experiments/battery/battery.mjs [--quick] [--jobs 2] [--ptb <folder>] [--seeds 3] [--tasks …] [--variants …] [--optimizers …]
//   --quick       a tenth of the work; its lines go to runs/battery-quick.jsonl and its table to the terminal alone
//   --ptb         the folder with ptb.train.txt and so on; without it the cache of `normprop`; without both that task is left out
//   --tasks, --variants, --optimizers   names with commas between; --lines <file>  where the lines are; --updates <n>  for tests
//   --table       only the table of the lines that are there
import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {arch, cpus, platform} from 'node:os';
import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import '@tensorflow/tfjs-backend-cpu'; // an optimizer holds tensors
import {appendLine, readLines} from './lines.mjs';
import {optimizers} from './optimizers.mjs';
import {trainAll} from './pool.mjs';
import {Progress} from './progress.mjs';
import {missingRuns} from './runs.mjs';
import {candidates} from './search/candidates.mjs';
import {writeReadme} from './readme.mjs';
import {summarise} from './summary.mjs';
import {tableOf} from './table.mjs';
import {tasks} from './tasks/index.mjs';
import {variants} from './variants.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const {values: given} = parseArgs({
  options: {
    quick: {type: 'boolean', default: false},
    table: {type: 'boolean', default: false},
    jobs: {type: 'string', default: '2'},
    seeds: {type: 'string'},
    updates: {type: 'string'},
    ptb: {type: 'string'},
    lines: {type: 'string'},
    tasks: {type: 'string'},
    variants: {type: 'string'},
    optimizers: {type: 'string'},
    rates: {type: 'string'},
  },
});
const size = given.quick ? 'quick' : 'full';
const file = resolve(
  given.lines ?? (given.quick ? here('../../runs/battery-quick.jsonl') : here('results.jsonl')),
);
const whole = ['quick', 'lines', 'updates', 'tasks', 'variants', 'optimizers', 'rates'].every(
  (name) => !given[name],
);
const options = {ptb: given.ptb};
const plan = {
  size,
  tasks: chosen('tasks', tasks)
    .filter(isHere)
    .map((task) => (given.rates ? {...task, rates: given.rates.split(',').map(Number)} : task)),
  variants: chosen('variants', variants, candidates),
  optimizers: chosen('optimizers', given.quick ? optimizers.slice(0, 1) : optimizers),
  seeds: Array.from({length: count('seeds', given.seeds ?? (given.quick ? '2' : '3'))}, (_, i) => i + 1),
};
const jobs = count('jobs', given.jobs);
const updates = given.updates === undefined ? undefined : count('updates', given.updates);

mkdirSync(dirname(file), {recursive: true});
const lines = readLines(file);
if (!given.table) await run();
const summary = summarise(plan, lines);
console.log(tableOf(summary));
if (whole) await writeReadme(here, summary, lines);

async function run() {
  const {commit, machine} = {commit: commitOf(), machine: machineOf()};
  const progress = new Progress({jobs});
  const running = new Set();
  const left = () => {
    const {runs, later} = missingRuns(plan, lines);
    const byTask = new Map();
    for (const {task} of runs) byTask.set(task, (byTask.get(task) ?? 0) + 1);
    return {byTask, runs: runs.filter(({key}) => !running.has(key)), later};
  };
  const next = () => {
    const {runs, later} = left();
    if (runs.length === 0) return later > 0 && running.size > 0 ? null : undefined;
    const [run] = runs;
    running.add(run.key);
    progress.start(run);
    return run;
  };
  process.on('SIGTERM', () => process.exit(143));
  await trainAll({
    ...{jobs, options, updates, next},
    onProgress: (run, share) => progress.moved(run, share),
    onResult: (run, result) => {
      const line = {...run, ...result, commit, machine};
      appendLine(file, line);
      lines.push(line);
      running.delete(run.key);
      progress.ended(run, result, left());
    },
  });
  progress.close();
}

function isHere(task) {
  const reason = task.missing?.(options);
  if (reason !== undefined) console.error(`${task.name}: left out, because ${reason}`);
  return reason === undefined;
}

function chosen(option, standard, more = []) {
  if (given[option] === undefined) return standard;
  return given[option].split(',').map((name) => {
    const found = [...standard, ...more].find((each) => each.name === name);
    if (found) return found;
    console.error(
      `--${option}: expected names out of ${[...standard, ...more].map((each) => each.name).join(', ')}, got '${name}'`,
    );
    process.exit(2);
  });
}

function count(option, value) {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`--${option}: expected an integer above 0, got '${value}'`);
  process.exit(2);
}

function commitOf() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {cwd: here('.'), encoding: 'utf8'}).trim();
  } catch {
    return 'unknown';
  }
}

function machineOf() {
  return `${cpus().length} x ${cpus()[0].model.trim()}, ${platform()} ${arch()}, Node ${process.versions.node}`;
}
