// A process that trains the runs it is sent, one after another; see pool.mjs.
import {setBackend, version_core} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import {accelerateMatMul} from 'normprop-core';
import {optimizers} from './optimizers.mjs';
import {tasks} from './tasks/index.mjs';
import {train} from './train.mjs';
import {candidates} from './search/candidates.mjs';
import {variants} from './variants.mjs';

await setBackend('wasm');
accelerateMatMul();

const named = (list, name) => list.find((each) => each.name === name);

process.on('message', async ({run, updates, options}) => {
  try {
    const task = named(tasks, run.task);
    const size = {...task[run.size], ...(updates !== undefined && {updates})};
    let shown = 0;
    const result = await train(
      {
        ...{task, rate: run.rate, seed: run.seed},
        variant: named([...variants, ...candidates], run.variant),
        optimizer: named(optimizers, run.optimizer),
      },
      size,
      options,
      (update) => {
        if (Date.now() - shown < 1000) return;
        shown = Date.now();
        process.send({progress: update / size.updates});
      },
    );
    process.send({result: {...result, tfjs: version_core}});
  } catch (error) {
    process.send({error: error.stack});
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ready: true});
