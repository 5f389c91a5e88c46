import type {Task} from '../run/task.js';

/** How the commands that each task has are called for text, and what their help says. */
export const charlmCommands: Task['commands'] = {
  parent: 'train a model',
  train: {
    path: ['train', 'charlm'],
    description: 'train a character language model: it learns to guess the next character of a text',
    examples: `
Examples:
  $ normprop train charlm                                    # Norm Prop on Moby Dick, 1000 updates
  $ normprop train charlm --model lstm --updates 500         # the baseline
  $ normprop train charlm --data my-novel.txt --out runs/novel
  $ normprop train charlm --data ptb --download --epochs 1   # Penn Treebank, fetched once
  $ normprop train charlm --out runs/novel --resume          # go on after Ctrl-C or a crash
  $ normprop train charlm --data letters.txt --init-from runs/novel --out runs/letters   # on another text

The run folder then holds config.json, metrics.jsonl, checkpoints/, result.json and report.html.
Ctrl-C saves before it stops.`,
  },
  compare: {
    path: ['compare'],
    description:
      'train several models, or several configs, under an equal budget and report on them together',
    examples: `
Examples:
  $ normprop compare --models lstm,normProp --updates 500
  $ normprop compare --models lstm,weightNorm,normProp,layerNorm,batchNorm --seeds 1,2 --out runs/five
  $ normprop compare small-gamma.json large-gamma.json --updates 300
  $ normprop compare --models lstm,normProp --out runs/pair --resume

All see the same text in the same order for the same number of updates, in turns of 25, so that
whatever else the machine does falls on all of them alike. Gammas, --variance-method,
--input-variance and --unit-norm go to the models that have them.`,
  },
  demo: {
    path: ['demo'],
    description: 'train a baseline LSTM and a Norm Prop LSTM on Moby Dick for three minutes and compare them',
    examples: `
Examples:
  $ normprop demo
  $ normprop demo --units 64 --updates 100    # a quicker look

Without --updates it measures this machine first and makes as many updates as fit. The same number of
updates gives the same models. An interrupted demo goes on where it stopped; a finished one is replaced.`,
  },
};
