// What `benchmarks/variance.mjs` has simulated already, one small file a setting, so that an interrupted run goes on.
import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../../runs/variance-bench/', import.meta.url));

/** The measurement of a run with exactly these arguments, or undefined. */
export function kept(args) {
  try {
    const {args: before, measurement} = JSON.parse(readFileSync(path(args), 'utf8'));
    return JSON.stringify(before) === JSON.stringify(args) ? measurement : undefined;
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
