import type {Task} from '../run/task.js';

/** How the commands that each task has are called for DRAW, and what their help says. */
export const drawCommands: Task['commands'] = {
  parent: 'DRAW: a network that paints digits, glimpse after glimpse',
  train: {
    path: ['draw', 'train'],
    description: 'train a DRAW network on binary images of digits',
    examples: `
Examples:
  $ normprop draw train --glimpses 10 --units 64 --epochs 5          # Norm Prop on MNIST's digits
  $ normprop draw train --model lstm --glimpses 10 --units 64 --epochs 5
  $ normprop draw train --data binarized-mnist --download --config experiments/draw-mnist/normProp.json
  $ normprop draw train --out runs/mnist-normProp-64-seed1 --resume   # go on after Ctrl-C or a crash
  $ normprop draw train --data binarized-mnist --init-from runs/mnist-normProp-64-seed1   # on other images

The defaults are the paper's protocol (64 glimpses, 256 units: days on two cores). The run folder then holds config.json,
metrics.jsonl, checkpoints/, result.json, pictures/ and report.html. Ctrl-C saves before it stops.`,
  },
  compare: {
    path: ['draw', 'compare'],
    description: 'train several models, or several configs, with several seeds and report on them together',
    examples: `
Examples:
  $ normprop draw compare experiments/draw-mnist/*.json --seeds 1,2 --data-dir binarized-mnist --out runs/draw-mnist
  $ normprop draw compare experiments/draw-mnist/*.json --seeds 1,2 --data-dir binarized-mnist --out runs/draw-mnist --resume
  $ normprop draw compare --models lstm,normProp --glimpses 10 --units 64 --epochs 5

Those of one seed take turns of 25 updates, so that whatever else the machine does falls on all of them alike. The folder then
holds a run folder each, report.html, and the bounds over epochs as bounds.svg, bounds.png and bounds.csv.`,
  },
  demo: {
    path: ['draw', 'demo'],
    description: 'train a small DRAW on MNIST for under four minutes and show what it paints',
    examples: `
Examples:
  $ normprop draw demo
  $ normprop draw demo --updates 500      # a quicker look

Without --updates it measures this machine first and makes as many updates as fit into less than four minutes. An interrupted demo
goes on where it stopped; a finished one is replaced.`,
  },
};
