import type {Command} from 'commander';
import type {Task, TaskCommand} from '../run/task.js';

/** Adds a command of a task where it belongs, and what it hangs on where that is not there yet. */
export function addTaskCommand(
  program: Command,
  {commands}: Task,
  {path, description, examples}: TaskCommand,
): Command {
  return parentAt(program, path.slice(0, -1), commands.parent)
    .command(path[path.length - 1])
    .description(description)
    .addHelpText('after', examples);
}

/** The command at a path of words, made where it is missing. */
export function parentAt(program: Command, path: readonly string[], description: string): Command {
  return path.reduce(
    (parent, word) =>
      parent.commands.find((each) => each.name() === word) ?? parent.command(word).description(description),
    program,
  );
}
