// The figures that README.md and docs quote are those of the results in experiments/: says which sentence has to change.
// usage: node tools/gates/figures.mjs
import {
  batteryCell,
  batteryLoss,
  best,
  drawBound,
  lines,
  overSeeds,
  testStream,
  text,
  validations,
} from './results.mjs';

const search = 'experiments/ptb-char/table1/search.jsonl';
const gpu = 'experiments/ptb-char/full/gpu.jsonl';
const five = 'experiments/ptb-char/full/gpu5.jsonl';
const cpu = 'experiments/ptb-char/full/cpu.jsonl';
const epochs = 'experiments/ptb-char/table1/128.jsonl';
const wide = 'experiments/ptb-char/table1/256.jsonl';
const models = [
  'normProp',
  'layerNorm',
  'layerNormEqual',
  'batchNorm',
  'normPropPaper',
  'weightNorm',
  'lstm',
];
const inside = Object.fromEntries(
  lines('experiments/ptb-char/inside/inside.jsonl').map(({name, ...line}) => [name, line]),
);
const held = inside['Norm Prop, λ = 0.1'];
const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven'];
/** `eight of eleven tasks` and `11 %`: on how many tasks a model is better than `lstm` with an optimizer, and by how much in the median. */
function swap(optimizer, model) {
  const [better, all] = batteryCell(optimizer, '**tasks better', model).split(' of ').map(Number);
  const median = batteryCell(optimizer, '**median', model);
  if (!median.startsWith('−'))
    throw new Error(`the median of ${model} with ${optimizer} is not better: ${median}`);
  return {tasks: `${words[better]} of ${words[all]}`, median: median.replace('−', '')};
}
const ours = swap('adam', '`normPropLSTM`');
const layerNorm = swap('adam', '`layerNormLSTM`');
const plain = swap('tf.train.adam', '`normPropLSTM`');
/** `−76 %`: the loss of a model against `lstm`'s with our `adam`. */
const against = (row, model = 'normPropLSTM') =>
  /\(([−+]\d+ %|0 %)\)$/.exec(batteryCell('adam', row, `\`${model}\``))[1];
const [small, dropout] = ['small', 'smallDropout'].map((name) => `experiments/ptb-char/table1/${name}.jsonl`);
const added = 'experiments/ptb-char/table1/table2.jsonl';
const [x1, measured] = ['x1', 'calibrated'].map((name) => ({
  file: `experiments/battery/search/${name}.jsonl`,
  variant: name,
}));
const meanField = {file: 'experiments/battery/results.jsonl', variant: 'normProp'};

const quotes = {
  'README.md': [
    `after ${held.points.at(-1).update} updates on the Penn Treebank it has ${held.points.at(-1).hidden.toFixed(1)} (Layer Norm's ${inside['Layer Norm'].points.at(-1).hidden.toFixed(1)})`,
    `${ours.tasks} tasks (${ours.median} in the median`,
    `Layer Norm ${layerNorm.tasks.split(' ')[0]} and ${layerNorm.median}`,
    `with plain \`tf.train.adam\` ${plain.tasks.split(' ')[0]} and ${plain.median}`,
    `it has ${best(five, 'normProp')} and Layer Norm ${best(five, 'layerNorm')}; ${testStream(five, 'normProp')} and ${testStream(five, 'layerNorm')} where the test text is read as one stream`,
    `${overSeeds(epochs, 'normProp').mean} bits per character where Layer Norm has ${overSeeds(epochs, 'layerNorm').mean} and a plain LSTM ${overSeeds(epochs, 'lstm').mean}`,
  ],
  'docs/choosing.md': [
    `${ours.tasks}, by ${ours.median} in the median`,
    `with plain \`tf.train.adam\` on ${plain.tasks.split(' ')[0]}, by ${plain.median}`,
    `mean of a feature ${against('README example')}, temperature ${against('Temperature')}, weather ${against('Weather')}`,
    `98 steps: ${against('Digits by blocks')}, Layer Norm ${against('Digits by blocks', 'layerNormLSTM')}`,
    `28 steps: ${against('Digits by rows')}, Layer Norm ${against('Digits by rows', 'layerNormLSTM')}, Weight Norm ${against('Digits by rows', 'weightNormLSTM')}`,
    `copying: Layer Norm ${against('Copying', 'layerNormLSTM')}, Norm Prop ${against('Copying')}`,
    `Norm Prop has ${against('Characters of Moby')} and ${against('Characters of the Penn')}, Layer Norm, which normalises them, ${against('Characters of Moby', 'layerNormLSTM')} and ${against('Characters of the Penn', 'layerNormLSTM')}`,
    `Weight Norm ${overSeeds(small, 'weightNorm').mean}; \`recurrentDropout: 0.25\` brings Norm Prop from ${overSeeds(small, 'normProp').mean} to ${overSeeds(dropout, 'normProp').mean} and Layer Norm with equal knobs from ${overSeeds(small, 'layerNormEqual').mean} to ${overSeeds(dropout, 'layerNormEqual').mean}`,
  ],
  'experiments/battery/README.md': [
    `(${batteryLoss(x1, 'adding', 'ours').mean} with \`adam\`; ${batteryLoss(x1, 'adding', 'plain').mean} with plain Adam`,
    `(${batteryLoss(x1, 'copy', 'ours').mean} with \`adam\`, ${batteryLoss(x1, 'copy', 'plain').mean} with plain Adam)`,
    `(${batteryLoss(x1, 'digitBlocks', 'ours').mean} and ${batteryLoss(x1, 'digitBlocks', 'plain').mean})`,
    ...['quickStart', 'weather', 'temperature', 'digitRows', 'addition'].map((task) =>
      ['plain', 'ours']
        .flatMap((optimizer) =>
          [meanField, measured].map((which) => batteryLoss(which, task, optimizer).words),
        )
        .join(' | '),
    ),
  ],
  'docs/variance.md': [
    `${drawBound('normPropMeanField', 3)} nats against ${drawBound('normProp', 3)} after three epochs, and ${drawBound('normPropMeanField')} against ${drawBound('normProp')} after 15`,
  ],
  'experiments/draw-mnist/README.md': [
    `Layer Norm is first (${drawBound('layerNorm')} nats, mean of two seeds), Weight Norm second (${drawBound('weightNorm')}); the baseline (${drawBound('lstm')}), Norm Prop with the printed constants (${drawBound('normProp')}) and with those that hold (${drawBound('normPropMeanField')})`,
  ],
  'experiments/ptb-char/README.md': [
    `Norm Prop has ${best(five, 'normProp')} bits and Layer Norm ${best(five, 'layerNorm')}; on the test text ${testStream(five, 'normProp')} and ${testStream(five, 'layerNorm')}`,
    ...['normProp', 'layerNorm'].map((name) => validations(five, name).join(' | ')),
    `Norm Prop ${best(gpu, 'normProp')} and ${best(cpu, 'normProp')}, Layer Norm ${best(gpu, 'layerNorm')} and ${best(cpu, 'layerNorm')} bits`,
  ],
  'docs/recipe.md': [
    `Norm Prop ${best(five, 'normProp')}, Layer Norm ${best(five, 'layerNorm')}; on the test text, read as one stream, ${testStream(five, 'normProp')} and ${testStream(five, 'layerNorm')}`,
    ...models.map((model) => `| ${best(search, model)} |`),
    ...models.map((model) => `| ${overSeeds(epochs, model).words} |`),
    `Norm Prop ${overSeeds(wide, 'normProp').words}, Layer Norm ${overSeeds(wide, 'layerNorm').words}, with equal knobs ${overSeeds(wide, 'layerNormEqual').words}, LSTM ${overSeeds(wide, 'lstm').words}`,
    `Norm Prop ${best(gpu, 'normProp')}, Layer Norm ${best(gpu, 'layerNorm')}, LSTM ${best(gpu, 'lstm')}`,
    `Norm Prop ${best(cpu, 'normProp')}, Layer Norm ${best(cpu, 'layerNorm')}. The best rate`,
    `${overSeeds(small, 'normProp').mean} at the end`,
    `Weight Norm ${overSeeds(small, 'weightNorm').mean}, Layer Norm ${overSeeds(small, 'layerNorm').mean}, with equal knobs ${overSeeds(small, 'layerNormEqual').mean} (three seeds)`,
    `it is ${overSeeds(dropout, 'normProp').mean}, Layer Norm with equal knobs ${overSeeds(dropout, 'layerNormEqual').mean} and Weight Norm ${overSeeds(dropout, 'weightNorm').mean}`,
    `Normalization ${best(added, 'normProp-batchData')}, dropout of the candidate ${best(added, 'normProp-candidateDropout')}, zoneout ${best(added, 'normProp-zoneout')}, all as the paper has them ${best(added, 'normProp-asThePaper')}`,
    `E[c²] stays at ${held.points.at(-1).cell.toFixed(2)}, where the constant says ${held.cellVariance.toFixed(3)}`,
  ],
};

let wrong = 0;
for (const [file, wanted] of Object.entries(quotes)) {
  const said = text(file).replace(/\s+/g, ' ');
  for (const quote of wanted.filter((each) => !said.includes(each))) {
    console.error(`${file}: by the results it should say '${quote}'`);
    wrong++;
  }
}
process.exitCode = wrong === 0 ? 0 : 1;
