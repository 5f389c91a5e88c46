// Table 1 at equal budget: finds each model's best rate and decay, then trains it longer with several seeds, and makes the tables.
// usage: node experiments/ptb-char/table1/table1.mjs --ptb <folder> [--stages search,128,small] [--out runs/table1] [--jobs 1] [--table]
//   --ptb     the folder with ptb.train.txt, ptb.valid.txt and ptb.test.txt
//   --stages  some of search, 128, small, smallDropout, 256, table2; each but search needs search
//   --table   only the tables, of what is finished or, where the runs are gone, of the committed lines
// Stopped, the same command goes on. The packages must be built; with normprop-native an update takes a third of the time.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = 'packages/normprop/dist/esm/main.js';
/** As the reports name a path: from the repository. */
const named = (path) => relative(root, path);
const search = JSON.parse(readFileSync(here('search.json'), 'utf8'));
const base = JSON.parse(readFileSync(here('base.json'), 'utf8'));
const smallCharacters = 150_000;

/**
 * What each stage trains with the rate and decay that the search found. `only`: not all of the models;
 * `changes`: Norm Prop with each of these options instead of the models.
 */
const stages = {
  128: {title: '128 units, five epochs', options: {updates: null, epochs: 5, validateEvery: 783}, seeds: 3},
  small: {
    title: '128 units, 16 passes over 150,000 characters',
    options: {updates: null, epochs: 16, validateEvery: 23},
    seeds: 3,
    small: true,
  },
  smallDropout: {
    title: '128 units, 16 passes over 150,000 characters, recurrent dropout',
    options: {updates: null, epochs: 16, validateEvery: 23, recurrentDropout: 0.25},
    seeds: 3,
    small: true,
  },
  256: {
    title: '256 units, four epochs',
    options: {updates: null, units: 256, epochs: 4, validateEvery: 783},
    seeds: 2,
    only: ['normProp', 'layerNorm', 'layerNormEqual', 'lstm'],
  },
  table2: {
    title: 'Norm Prop with what the paper adds in its Table 2: 128 units, five epochs',
    options: {updates: null, epochs: 5, validateEvery: 783},
    seeds: 1,
    changes: {
      batchData: {batchDataNormalization: true},
      candidateDropout: {candidateDropout: 0.1},
      zoneout: {zoneoutCell: 0.1, zoneoutHidden: 0.05},
      asThePaper: {dropout: 0.1, outputDropout: 0.1, candidateDropout: 0.1, batchDataNormalization: true},
    },
  },
};

const {values: given} = parseArgs({
  options: {
    ptb: {type: 'string'},
    stages: {type: 'string', default: ['search', ...Object.keys(stages)].join(',')},
    out: {type: 'string', default: here('../../../runs/table1')},
    jobs: {type: 'string', default: '1'},
    table: {type: 'boolean', default: false},
  },
});
if (!given.ptb && !given.table) throw new Error('--ptb: expected the folder of the Penn Treebank');
const [ptb, out] = [resolve(given.ptb ?? ''), resolve(given.out)];
if (!given.table) mkdirSync(out, {recursive: true});

for (const name of given.stages.split(',')) {
  if (name !== 'search' && !(name in stages))
    throw new Error(`--stages: expected some of search, ${Object.keys(stages).join(', ')}, got '${name}'`);
  if (!given.table) train(name);
  report(name);
}

function train(name) {
  if (name === 'search') return sweep('search', search, ptb);
  const {options, seeds, only, small, changes} = stages[name];
  const chosen = bestOfSearch().filter(({variant}) => !only || only.includes(variant));
  const data = small ? smallText() : ptb;
  for (let seed = 1; seed <= seeds; seed++) {
    const models = chosen.map(({variant, values}) => ({
      name: variant,
      base: {...search.variants.find((each) => each.name === variant).base, ...values},
    }));
    const {base: normProp} = models.find((model) => model.name === 'normProp') ?? {};
    const variants = changes
      ? Object.entries(changes).map(([change, more]) => ({
          name: `normProp-${change}`,
          base: {...normProp, ...more},
        }))
      : models;
    sweep(join(name, `seed${seed}`), {base: {...base, ...options}, grid: {}, variants, seeds: [seed]}, data);
  }
}

function sweep(folder, content, data) {
  const file = join(out, `${folder.replaceAll('/', '-')}.json`);
  writeFileSync(file, JSON.stringify({...content, base: content.base === 'base.json' ? base : content.base}));
  const to = join(out, folder);
  normprop(
    'sweep',
    file,
    '--out',
    to,
    '--jobs',
    given.jobs,
    '--data-dir',
    data,
    ...(existsSync(to) ? ['--resume'] : []),
  );
}

/** The best run of each variant, the best variant first, from the search's committed results. */
function bestOfSearch() {
  const runs = readFileSync(here('search.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const rates = search.grid.learningRate.length * search.grid.decay.length;
  return search.variants
    .map(({name}) => {
      const own = runs.filter(({run, finished}) => finished && run.startsWith(`${name}-learningRate`));
      if (own.length !== rates)
        throw new Error(
          `the search of ${name} is not finished: ${own.length} of ${rates} runs (--stages search)`,
        );
      const {config, validation} = own.reduce((best, run) => (bits(run) < bits(best) ? run : best));
      const {learningRate, decay} = config;
      return {variant: name, values: {learningRate, decay}, bits: validation.at(-1).bitsPerCharacter};
    })
    .sort((one, other) => one.bits - other.bits);
}

function bits({validation}) {
  return validation.at(-1).bitsPerCharacter;
}

/** The beginning of the training text, and the whole validation and test text with N, the number sign, for the few characters that it lacks. */
function smallText() {
  const folder = join(out, 'small-text');
  mkdirSync(folder, {recursive: true});
  const part = (name) => `ptb.${name}.txt`;
  const whole = readFileSync(join(ptb, part('train')), 'utf8').slice(0, smallCharacters);
  const train = whole.slice(0, whole.lastIndexOf('\n') + 1);
  writeFileSync(join(folder, part('train')), train);
  for (const name of ['valid', 'test']) {
    const text = readFileSync(join(ptb, part(name)), 'utf8');
    writeFileSync(
      join(folder, part(name)),
      [...text].map((each) => (train.includes(each) ? each : 'N')).join(''),
    );
  }
  return folder;
}

/** From the runs, or where they are gone from the committed lines. */
function report(name) {
  const [source] = [join(out, name), here(`${name}.jsonl`)].filter(existsSync);
  if (source === undefined) return;
  const title = `Penn Treebank, ${name === 'search' ? 'the search: 400 updates' : stages[name].title}`;
  const page = [
    '--out',
    named(here(`${name}.html`)),
    '--title',
    title,
    '--into',
    named(here('README.md')),
    '--block',
    name,
  ];
  normprop('report', named(source), ...page);
}

function normprop(...args) {
  const {status, signal} = spawnSync(process.execPath, [program, ...args], {stdio: 'inherit', cwd: root});
  if (status !== 0) process.exit(signal === 'SIGINT' ? 130 : (status ?? 1));
}
