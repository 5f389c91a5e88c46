import {execFileSync} from 'node:child_process';
import {arch, cpus, platform} from 'node:os';
import {dirname} from 'node:path';
import {createRequire} from 'node:module';

/** Where a run's figures come from. */
export interface Provenance {
  /** `2 x AMD EPYC, linux x64, Node 20.20.2`. */
  machine: string;
  /** The program's commit, `-dirty` added when files had changed; absent when it runs from an installed package. */
  commit?: string;
}

/** This machine and this program. */
export function provenance(): Provenance {
  const processors = cpus();
  const machine = `${processors.length} x ${processors[0]?.model.trim()}, ${platform()} ${arch()}, Node ${process.versions.node}`;
  const commit = commitOfProgram();
  return commit === undefined ? {machine} : {machine, commit};
}

function commitOfProgram(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('normprop/package.json'));
  if (/[\\/]node_modules[\\/]/.test(folder)) return undefined; // the checkout around it would be the user's own
  try {
    const words = ['-C', folder, 'describe', '--always', '--dirty', '--exclude', '*'];
    return execFileSync('git', words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return undefined; // no checkout, or no git
  }
}
