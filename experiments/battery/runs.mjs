import {createHash} from 'node:crypto';

/**
 * The runs that a table needs and does not have yet.
 *
 * First every model at each of a task's three rates with seed 1, then the other seeds at its best rate. A run counts as done if a line has
 * its `key`, a hash of everything that decides its result but the code: so a default that changes is trained again.
 *
 * @param plan `{tasks, variants, optimizers, size, seeds}`; `size` is 'full' or 'quick', `seeds` a list that begins with the one for the rates.
 * @param lines What is there.
 * @returns `{runs, later}`: what can be run now, and how many runs will come when these are done.
 */
export function missingRuns(plan, lines) {
  const done = new Map(lines.map((line) => [line.key, line]));
  const runs = [];
  let later = 0;
  for (const optimizer of plan.optimizers) {
    for (const task of plan.tasks) {
      for (const variant of plan.variants) {
        const at = (rate, seed) => describe({task, variant, optimizer, rate, seed, size: plan.size});
        const first = task.rates.map((rate) => at(rate, plan.seeds[0]));
        const lacking = first.filter(({key}) => !done.has(key));
        runs.push(...lacking);
        if (lacking.length > 0) {
          later += plan.seeds.length - 1;
          continue;
        }
        const {rate} = bestOf(first.map(({key}) => done.get(key)));
        runs.push(
          ...plan.seeds
            .slice(1)
            .map((seed) => at(rate, seed))
            .filter(({key}) => !done.has(key)),
        );
      }
    }
  }
  return {runs, later};
}

/** The line with the lowest loss; a run that diverged is the worst. */
export function bestOf(lines) {
  return lines.reduce((one, other) => ((other.best ?? Infinity) < (one.best ?? Infinity) ? other : one));
}

/** A run by names, and its key. */
export function describe({task, variant, optimizer, rate, seed, size}) {
  const names = {task: task.name, variant: variant.name, optimizer: optimizer.name, rate, seed, size};
  const id = Object.values(names).join();
  if (!described.has(id))
    described.set(id, {...names, key: keyOf({task, variant, optimizer, rate, seed, size})});
  return described.get(id);
}

const described = new Map();

function keyOf({task, variant, optimizer, rate, seed, size}) {
  const decides = {
    task: {name: task.name, units: task.units, size: task[size]},
    layer: layerConfig(variant),
    projected: variant.projected === true && optimizer.projects,
    head: variant.zeroHead === true,
    constants: variant.constants,
    gammaXRule: variant.gammaXRule,
    outputGain: variant.outputGain,
    calibrated: variant.calibrated,
    optimizer: {name: optimizer.name, config: optimizer.make(rate, task[size].updates).getConfig()},
    ...{rate, seed},
  };
  return createHash('sha256').update(JSON.stringify(decides)).digest('hex').slice(0, 16);
}

/** All options of a variant's layer, defaults filled in by the package. */
export function layerConfig({make, options}) {
  const layer = make({units: 1, ...options, seed: 0, name: 'layer'});
  return {class: layer.getClassName(), ...layer.getConfig()};
}
