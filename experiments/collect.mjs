// Gathers the results of a folder of runs as JSON lines: one line a run, for committing.
// usage: node experiments/collect.mjs <folder of runs> > experiments/<name>/results.jsonl
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {arch, cpus, platform} from 'node:os';
import {join} from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  console.error(`expected a folder of runs, got ${folder ?? 'nothing'}`);
  process.exit(2);
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {encoding: 'utf8'}).trim();
const machine = `${cpus().length} x ${cpus()[0].model.trim()}, ${platform()} ${arch()}, Node ${process.versions.node}`;

for (const run of readdirSync(folder).sort()) {
  const metrics = join(folder, run, 'metrics.jsonl');
  if (!existsSync(metrics)) continue;
  const {dataDir: _, ...config} = JSON.parse(readFileSync(join(folder, run, 'config.json'), 'utf8')); // a path of one machine
  const lines = readFileSync(metrics, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const training = lines.filter(({kind}) => kind === 'train');
  const last = training.at(-1);
  console.log(
    JSON.stringify({
      run,
      config,
      train: {update: last.update, bitsPerCharacter: last.bitsPerCharacter, seconds: last.seconds},
      clipped: training.reduce((sum, {clipped}) => sum + clipped, 0) / training.length,
      validation: lines
        .filter(({kind}) => kind === 'validation')
        .map(({update, bitsPerCharacter, characters}) => ({update, bitsPerCharacter, characters})),
      commit,
      machine,
    }),
  );
}
