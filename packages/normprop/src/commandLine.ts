import {Command, CommanderError} from 'commander';
import {addCompareCommand} from './commands/compare.js';
import type {CommandContext, CommandStreams} from './commands/commandContext.js';
import {addDoctorCommand} from './commands/doctor.js';
import {addDemoCommand} from './commands/demo.js';
import {addDrawCommand} from './commands/draw.js';
import {addEvaluateCommand} from './commands/evaluate.js';
import {addFiguresCommand} from './commands/figures.js';
import {addInspectCommand} from './commands/inspect.js';
import {addReportCommand} from './commands/report.js';
import {addSampleCommand} from './commands/sample.js';
import {addSweepCommand} from './commands/sweep.js';
import {addTrainCommand} from './commands/train.js';
import {addVariancesCommand} from './commands/variances.js';
import {addWorkerCommand} from './commands/worker.js';
import {versions} from './run/versions.js';
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
 * @returns The exit code: 0, 1 for a run that failed, 2 for wrong arguments, 130 or 143 after a signal.
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
    if (error instanceof UserError) {
      context.stderr.write(`\n${error.message}\n`);
      return error.exitCode;
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
  addDemoCommand(program, context);
  addTrainCommand(program, context);
  addEvaluateCommand(program, context);
  addSampleCommand(program, context);
  addInspectCommand(program, context);
  addCompareCommand(program, context);
  addReportCommand(program, context);
  addSweepCommand(program, context);
  addWorkerCommand(program, context);
  addVariancesCommand(program, context);
  addFiguresCommand(program, context);
  addDrawCommand(program, context);
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
    error.code === 'commander.unknownOption'
      ? `\nThe options of '${path}': ${flags.join(', ')}`
      : error.code === 'commander.unknownCommand'
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
