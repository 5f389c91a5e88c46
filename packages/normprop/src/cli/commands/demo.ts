import type {Command} from 'commander';
import {integer} from '../../config/optionKinds.js';
import {formatDuration} from '../../progress/formatDuration.js';
import {compareRuns} from '../../run/compareRuns.js';
import {demoPlan} from '../../run/demoPlan.js';
import type {Task} from '../../run/task.js';
import {checkedOption} from '../checkedOption.js';
import {printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';
import {addTaskCommand} from '../taskCommand.js';
import {withTraining} from '../withTraining.js';

interface DemoFlags {
  out: string;
  updates?: number;
  units?: number;
}

/** The command that shows a task in a few minutes: `normprop demo`, `normprop draw demo`. */
export function addDemoCommand(program: Command, task: Task, context: CommandContext): void {
  const {demo} = task;
  addTaskCommand(program, task, task.commands.demo)
    .option('--out <folder>', 'where the runs and report.html go', demo.folder)
    .addOption(
      checkedOption(
        '--updates <n>',
        `updates of each model (default: what fits into ${demo.time})`,
        integer(1),
      ),
    )
    .addOption(checkedOption('--units <n>', `size of the models (default: ${demo.units})`, integer(1)))
    .action(async ({out: folder, ...asked}: DemoFlags) => {
      const begin = performance.now();
      const elapsed = (): number => (performance.now() - begin) / 1000;
      printLine(context, demo.intro);
      const {entries, found} = await demoPlan(task, folder, asked);
      const [{config}] = entries;
      if (found === 'interrupted') printLine(context, `Going on with the interrupted demo in ${folder}.`);
      if (found === 'other') printLine(context, `Replacing the demo in ${folder}.`);
      printLine(context, demo.words(config));
      const report = await demo.begin(folder, entries, await task.load(config));
      const runs = await withTraining(context, 'start the demo again', ({tell: _, ...options}) =>
        compareRuns(task, entries, {
          ...options,
          folder,
          resume: found === 'interrupted',
          overwrite: found === 'other',
          ...(asked.updates === undefined && {isLate: () => elapsed() > demo.latest}),
        }),
      );
      printLine(context, await report.write(runs));
      printLine(context, `All in all ${formatDuration(elapsed())}.`);
    });
}
