// What `benchmarks/variance.mjs` has simulated already, one small file a setting, so that an interrupted run goes on.
import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../../runs/variance-bench/', import.meta.url));

/** The measurement of a run with these arguments that was at least nine tenths as long, or undefined. */
export function kept(args) {
  try {
    const {args: before, measurement} = JSON.parse(readFileSync(path(args), 'utf8'));
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const long = ['warmup', 'steps'].every((name) => before.budget[name] >= 0.9 * args.budget[name]);
    return same(before.constants, args.constants) && long ? measurement : undefined;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Keeps it; written whole or not at all. */
export function keep(args, measurement) {
  mkdirSync(folder, {recursive: true});
  const part = `${path(args)}.${process.pid}`;
  writeFileSync(part, JSON.stringify({args, measurement}));
  renameSync(part, path(args));
}

function path({units, setting, budget}) {
  return `${folder}${[units, ...Object.values(setting), `b${budget.batch}`].join('_')}.json`;
}
