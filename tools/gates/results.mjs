// What the results in experiments/ say, for figures.mjs.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bestOf} from '../../experiments/battery/runs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const text = (file) => readFileSync(join(root, file), 'utf8');
export const lines = (file) =>
  text(file)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Whether a run's folder, `seed1/normProp-zoneout-seed1`, begins with a name. */
const isOf = (run, name) => {
  const folder = run.split('/').at(-1);
  return name.includes('-') ? folder.startsWith(`${name}-`) : folder.split('-')[0] === name;
};

/** The lowest last validation among the runs whose folders begin with a name, in bits per character. */
export function best(file, name) {
  const figures = lines(file)
    .filter(({run}) => isOf(run, name))
    .map(({validation}) => validation.at(-1).bitsPerCharacter);
  if (figures.length === 0) throw new Error(`${file}: no run is called ${name}`);
  return Math.min(...figures).toFixed(3);
}

/** The first run whose folder begins with a name. */
function runOf(file, name) {
  const found = lines(file).find(({run}) => isOf(run, name));
  if (found === undefined) throw new Error(`${file}: no run is called ${name}`);
  return found;
}

/** The validations of a run, in bits per character. */
export const validations = (file, name) =>
  runOf(file, name).validation.map(({bitsPerCharacter}) => bitsPerCharacter.toFixed(3));

/** The test text read as one stream, in bits per character. */
export const testStream = (file, name) =>
  runOf(file, name)
    .evaluations.find(({split, as}) => split === 'test' && as === 'stream')
    .bitsPerCharacter.toFixed(3);

/** `1.663 ± 0.003`: the last validation of the runs whose folders begin with a name, over the seeds. */
export function overSeeds(file, name) {
  const figures = lines(file)
    .filter(({run}) => isOf(run, name))
    .map(({validation}) => validation.at(-1).bitsPerCharacter);
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  const squares = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0);
  return {
    mean: mean.toFixed(3),
    words: `${mean.toFixed(3)} ± ${Math.sqrt(squares / (figures.length - 1)).toFixed(3)}`,
  };
}

/** Mean over the seeds of DRAW's test bound in nats: after so many epochs, or at the epoch with the best validation. */
export function drawBound(group, epoch) {
  const bounds = lines('experiments/draw-mnist/results.jsonl')
    .filter((run) => run.group === group)
    .map(({test, curve}) => (epoch ? curve.find((point) => Math.round(point.epoch) === epoch).bound : test));
  return (bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length).toFixed(1);
}

/** A cell of one of the battery's tables: of the row that begins with a title, in the column of a model. */
export function batteryCell(optimizer, row, model) {
  const table = text('experiments/battery/README.md')
    .split('<!-- battery:start -->')[1]
    .split(`\nWith \`${optimizer}\``)[1];
  const rows = table
    .split('\nWith ')[0]
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.find(([, title]) => title.startsWith(row))[rows[0].indexOf(model)];
}

/** The loss of a variant of the battery on a task: the mean over the seeds at the rate that is best with seed 1, and its spread. */
export function batteryLoss({file, variant}, task, optimizer) {
  const own = lines(file).filter(
    (line) => line.task === task && line.variant === variant && line.optimizer === optimizer,
  );
  const {rate} = bestOf(own.filter(({seed}) => seed === 1));
  const losses = own.filter((line) => line.rate === rate).map((line) => line.best);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (losses.length - 1));
  return {
    mean: mean < 0.01 ? mean.toPrecision(2) : mean.toFixed(2),
    words: `${mean.toPrecision(3)} ± ${deviation.toPrecision(2)}`,
  };
}
