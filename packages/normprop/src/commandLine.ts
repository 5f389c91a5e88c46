import {Command, CommanderError} from 'commander';
import {DoctorError} from 'normprop-doctor';
import {addCompareCommand} from './cli/commands/compare.js';
import type {CommandContext, CommandStreams} from './cli/commandContext.js';
import {addDoctorCommand} from './cli/commands/doctor.js';
import {addDemoCommand} from './cli/commands/demo.js';
import {addDrawFigureCommand} from './cli/commands/drawFigure.js';
import {addDrawPictureCommands} from './cli/commands/drawPictures.js';
import {addEvaluateCommand} from './cli/commands/evaluate.js';
import {addExportCommand} from './cli/commands/export.js';
import {addFiguresCommand} from './cli/commands/figures.js';
import {addImportCommand} from './cli/commands/import.js';
import {addInspectCommand} from './cli/commands/inspect.js';
import {addReportCommand} from './cli/commands/report.js';
import {addSampleCommand} from './cli/commands/sample.js';
import {addSweepCommand} from './cli/commands/sweep.js';
import {addTrainCommand} from './cli/commands/train.js';
import {addVariancesCommand} from './cli/commands/variances.js';
import {addWorkerCommand} from './cli/commands/worker.js';
import {addThreadsOption} from './cli/threadsOption.js';
import {explainDisk} from './run/diskTrouble.js';
import {versions} from './run/versions.js';
import {tasks} from './tasks.js';
import {UserError} from './userError.js';

const examples = `
Start here:
  $ normprop demo                      # a few minutes: baseline against Norm Prop
  $ normprop train charlm --help       # all options of training

normprop <command> --help explains each command.`;

/**
 * Runs one command line.
 *
 * @param args Without the names of node and of the program.
 * @returns The exit code: 0, 1 for a run that failed, 2 for wrong arguments, 128 and its number after a signal.
 */
export async function runCommandLine(args: readonly string[], streams: CommandStreams): Promise<number> {
  const context = {...streams, args};
  const program = makeProgram(context);
  try {
    await program.parseAsync(args, {from: 'user'});
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0; // --help, --version
      context.stderr.write(explainUsage(error, program, args) + '\n');
      return 2;
    }
    if (error instanceof UserError || error instanceof DoctorError) {
      context.stderr.write(`\n${error.message}\n`);
      return error instanceof UserError ? error.exitCode : 1;
    }
    const trouble = explainDisk(error);
    if (trouble instanceof UserError) {
      context.stderr.write(`\n${trouble.message}\n`);
      return trouble.exitCode;
    }
    context.stderr.write(`\nThis should not happen; please report it.\n${(error as Error).stack}\n`);
    return 1;
  }
}

function makeProgram(context: CommandContext): Command {
  const program = new Command('normprop')
    .description('Train, evaluate, sample and compare normalised LSTMs')
    .version(versions().normprop)
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: () => undefined, // runCommandLine says it
    });
  addThreadsOption(program);
  const [text, ...others] = tasks;
  addDemoCommand(program, text, context);
  addTrainCommand(program, text, context);
  addEvaluateCommand(program, context);
  addSampleCommand(program, context);
  addInspectCommand(program, context);
  addExportCommand(program, context);
  addImportCommand(program, context);
  addCompareCommand(program, text, context);
  addReportCommand(program, context);
  addSweepCommand(program, context);
  addWorkerCommand(program, context);
  addVariancesCommand(program, context);
  addFiguresCommand(program, context);
  for (const task of others) {
    addDemoCommand(program, task, context);
    addTrainCommand(program, task, context);
    addCompareCommand(program, task, context);
  }
  addDrawPictureCommands(program, context);
  addDrawFigureCommand(program, context);
  addDoctorCommand(program, context);
  return program;
}

/** A usage error with what would have been valid. */
function explainUsage(error: CommanderError, program: Command, args: readonly string[]): string {
  const command = commandOf(program, args);
  const path = pathOf(command);
  const message = error.message.replace(/^error: /, '');
  if (error.code === 'commander.help') return `See '${path} --help'.`; // a command without its subcommand
  const flags = command.options.filter(({hidden}) => !hidden).map(({long}) => long);
  const names = command.commands.map((each) => each.name());
  const valid =
    error.code === 'commander.unknownOption' && flags.length > 0
      ? `\nThe options of '${path}': ${flags.join(', ')}`
      : names.length > 0
        ? `\nThe commands of '${path}': ${names.join(', ')}`
        : '';
  return `${message}${valid}\nSee '${path} --help'.`;
}

/** The command that the arguments lead to, as far as they do. */
function commandOf(program: Command, args: readonly string[]): Command {
  let command = program;
  for (const argument of args) {
    const next = command.commands.find((each) => each.name() === argument);
    if (!next) break;
    command = next;
  }
  return command;
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
