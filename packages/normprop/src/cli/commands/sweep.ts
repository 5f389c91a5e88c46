import {availableParallelism} from 'node:os';
import type {Command} from 'commander';
import {integer} from '../../config/optionKinds.js';
import {exitCodeAfter} from '../../run/interrupted.js';
import type {Task} from '../../run/task.js';
import {prepareSweep} from '../../sweep/prepareSweep.js';
import {readSweepFile} from '../../sweep/readSweepFile.js';
import {SweepBoard} from '../../sweep/sweepBoard.js';
import {sweepHere} from '../../sweep/sweepHere.js';
import {sweepOverview} from '../../sweep/sweepOverview.js';
import {sweepTable, writeSweepLines} from '../../sweep/sweepResults.js';
import {sweepRuns} from '../../sweep/sweepRuns.js';
import type {SweepRun} from '../../sweep/sweepRuns.js';
import {sweepThere} from '../../sweep/queue/sweepThere.js';
import {UserError} from '../../userError.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';
import {withInterruptSignal} from '../interruptSignal.js';
import {redisOption} from '../redisOption.js';
import {threadsAsked} from '../threadsOption.js';

interface SweepFlags {
  out: string;
  jobs?: number;
  resume?: boolean;
  dataDir?: string;
  redis?: string;
}

const examples = `
Examples:
  $ normprop sweep search.json --out runs/search
  $ normprop sweep search.json --out runs/search --resume
  $ normprop sweep search.json --out /shared/search --redis redis://queue:6379

A sweep file:
  {
    "base": {"data": "moby-dick", "updates": 400},
    "grid": {"learningRate": [0.002, 0.005]},
    "variants": [
      {"name": "lstm", "base": {"model": "lstm"}, "grid": {"forgetBias": [1, 2]}},
      {"name": "normProp", "base": {"model": "normProp"}, "grid": {"gammaX,gammaH": [1, 2]}}
    ],
    "seeds": [1, 2]
  }
kind: 'charlm' (the default) or 'draw'. base: options, or the path of a JSON file. grid: all combinations; "gammaX,gammaH" sets both. Instead of grid,
changes: the base and each value alone; or random: lists or {"from": 1e-4, "to": 1e-2, "scale": "log"}, with
"tries": 20 and "seed": 1. variants add to all of it.

Killed or stopped, the same command with --resume goes on: finished runs stay, begun ones go on from their
checkpoints, failed ones are tried again. docs/scaling.md has more, and how to use several machines.`;

/** `normprop sweep`. */
export function addSweepCommand(program: Command, context: CommandContext): void {
  program
    .command('sweep')
    .description('search over options: many runs, several at a time, on this machine or on many')
    .argument('<file>', 'a JSON file: kind, base, grid or random or changes, variants, seeds')
    .requiredOption('--out <folder>', 'holds a folder for each run, and sweep.jsonl')
    .addOption(checkedOption('--jobs <n>', 'runs at a time (default: the cores)', integer(1)))
    .option('--resume', 'go on: keep finished runs, resume interrupted ones, try failed ones again')
    .option('--data-dir <folder>', 'where the files of the data lie on this machine')
    .addOption(redisOption())
    .addHelpText('after', examples)
    .action(async (file: string, flags: SweepFlags, command: Command) => {
      const {out, jobs = availableParallelism(), resume = false, dataDir, redis} = flags;
      const threads = threadsAsked(command);
      if (redis !== undefined && threads !== undefined)
        throw new UserError('--threads: with --redis workers train; give it to `normprop worker`', 2);
      const {task, sweep} = await readSweepFile(file);
      const runs = sweepRuns(task, sweep);
      if (dataDir !== undefined) setDataDir(task, runs, dataDir);
      const board = new SweepBoard(runs, Math.min(jobs, runs.length));
      await prepareSweep(out, board, resume);
      warnOfUnequalBudgets(context, runs);
      note(context, `${runs.length} runs, ${board.count('finished')} of them finished before; into ${out}`);
      const overview = sweepOverview(board, context.stderr);
      const stopping = redis === undefined ? '\nStopping after these updates …' : '\nLeaving …';
      const signal = await withInterruptSignal(
        () => overview.note(stopping),
        async (signal) => {
          const options = {folder: out, overview, threads, signal};
          try {
            await (redis === undefined ? sweepHere(board, options) : sweepThere(board, {...options, redis}));
          } finally {
            overview.finish();
          }
          return signal;
        },
      );
      const lines = await writeSweepLines(out, board);
      const table = await sweepTable(out, board);
      if (table !== '') printLine(context, `\n${table}`);
      printLine(context, `\nResults: ${lines}`);
      requireAllFinished(board, {signal, redis});
    });
}

function setDataDir({dataInFolders}: Task, runs: readonly SweepRun[], dataDir: string): void {
  const there = runs.filter(({config}) => dataInFolders.includes(config.data));
  const names = dataInFolders.map((name) => `'${name}'`).join(' and ');
  if (!there.length)
    throw new UserError(`--data-dir: is for data ${names}, which no run of this sweep has`, 2);
  for (const {config} of there) config.dataDir = dataDir;
}

/** Different numbers of tries are no fair search; say so, since they may be meant. */
function warnOfUnequalBudgets(context: CommandContext, runs: readonly SweepRun[]): void {
  const counts = new Map<string, number>();
  for (const {variant} of runs) counts.set(variant, (counts.get(variant) ?? 0) + 1);
  if (new Set(counts.values()).size < 2) return;
  const words = [...counts].map(([variant, count]) => `${variant} ${count}`).join(', ');
  note(context, `Warning: the variants do not get the same number of runs: ${words}`);
}

function requireAllFinished(
  board: SweepBoard,
  {signal, redis}: {signal: AbortSignal; redis: string | undefined},
): void {
  const finished = `${board.count('finished')} of ${board.states.length} runs are finished`;
  const goOn = 'To go on: the same command with --resume';
  if (signal.aborted)
    throw new UserError(
      `Stopped; ${finished}, ${redis === undefined ? 'the others are saved' : 'workers go on with the others'}.\n${goOn}`,
      exitCodeAfter(signal.reason),
    );
  if (board.count('failed')) throw new UserError(`${finished}, ${board.count('failed')} failed.\n${goOn}`);
}
