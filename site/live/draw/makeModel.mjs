// Makes model.safetensors of a run of `normprop draw train`, in float16, and measures what the page then reads.
// usage: node site/live/draw/makeModel.mjs <run folder> <folder of the binarized MNIST>
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readSafetensors} from 'normprop-convert';
import {imageBatches, loadBinarizedMNIST} from 'normprop-datasets';
import {startBackend} from 'normprop-doctor';
import {draw, evaluateDraw} from 'normprop-draw';
import {modelOf} from './modelOf.js';
import {writeHalves} from './writeHalves.mjs';

const [run, images] = process.argv.slice(2);
if (images === undefined) throw new Error('expected the folder of a run, and that of its images');
await startBackend('wasm');
const tensors = readSafetensors(exported(run)).tensors;
const settings = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
const {glimpses, latentSize, readSize, writeSize} = settings;
const {model, units, forgetBias, gammaX, gammaH, gammaC, varianceMethod} = settings;
const {config} = draw({
  ...{imageShape: [28, 28], glimpses, latentSize, readSize, writeSize},
  cell: {model, units, forgetBias, gammaX, gammaH, gammaC, varianceMethod},
});
const file = (measured) =>
  writeHalves(tensors, {config: JSON.stringify(config), measured: JSON.stringify(measured)});

const {test} = await loadBinarizedMNIST({dir: images});
const written = await modelOf(file({}));
const {bound, count} = await evaluateDraw(written.model, imageBatches(test, {batch: 100}));
const {update} = JSON.parse(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').at(-1));
const bytes = file({bound, images: count, updates: update, batch: settings.batch});
writeFileSync(new URL('model.safetensors', import.meta.url), bytes);
console.log(
  `${bytes.length} bytes, ${bound.toFixed(2)} nats on ${count} test images after ${update} updates`,
);

/** The run's weights, as the command line writes them. */
function exported(folder) {
  const place = mkdtempSync(join(tmpdir(), 'draw-'));
  try {
    const out = join(place, 'model.safetensors');
    const program = fileURLToPath(new URL('../../../packages/normprop/dist/esm/main.js', import.meta.url));
    const {status} = spawnSync(
      process.execPath,
      [program, 'export', folder, '--to', 'safetensors', '--out', out],
      {stdio: 'inherit'},
    );
    if (status !== 0) throw new Error('the weights could not be exported');
    return readFileSync(out);
  } finally {
    rmSync(place, {recursive: true});
  }
}
