import type {Command} from 'commander';
import {doctorReport, installNodeBackend, stepLines} from 'normprop-doctor';
import {UserError} from '../../userError.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface DoctorFlags {
  installNodeBackend?: boolean;
  gpu?: boolean;
  project: string;
  cache?: string;
  python?: string;
}

const examples = `
Examples:
  $ normprop doctor                                  # what is here, and whether it computes the right numbers
  $ normprop doctor --install-node-backend           # tfjs's backend 'tensorflow', on the processor
  $ normprop doctor --install-node-backend --gpu     # the same on an NVIDIA GPU

--install-node-backend installs @tensorflow/tfjs-node in the project without its own installer, TensorFlow's Python wheel in
node_modules/.cache/normprop for the C library in it, and compiles the binding against that. It needs Linux, python3 with
venv and pip, and g++. It can be called again: what is there is kept. 'npm ci' removes all of it: call it again then.`;

/** `normprop doctor`. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description(
      'what this machine can compute with: Node, tfjs, backends, kernels; installs the Node backend',
    )
    .option('--install-node-backend', "install tfjs-node, the backend 'tensorflow'")
    .option('--gpu', 'with --install-node-backend: tfjs-node-gpu, for NVIDIA devices')
    .option('--project <folder>', 'the project whose node_modules is meant', '.')
    .option('--cache <folder>', 'where the Python environment goes (default: node_modules/.cache/normprop)')
    .option('--python <program>', 'the Python to install with (default: python3)')
    .addHelpText('after', examples)
    .action(async ({installNodeBackend: install, gpu, project, cache, python}: DoctorFlags) => {
      if (!install) {
        for (const [flag, value] of Object.entries({gpu, cache, python}))
          if (value !== undefined) throw new UserError(`--${flag}: goes with --install-node-backend only`, 2);
        const {lines, allWork} = await doctorReport(project);
        for (const line of lines) printLine(context, line);
        if (!allWork) throw new UserError('A backend that is there does not work: see above.');
        return;
      }
      const steps = stepLines((line) => note(context, line));
      const {nodePackage} = await installNodeBackend({project, gpu, cache, python, steps});
      printLine(context, `${nodePackage.name} works: 'normprop train … --backend tensorflow' uses it.`);
      if (Number(process.versions.node.split('.')[0]) >= 23)
        printLine(
          context,
          'Your own programs on this Node need a line before they use it, as Node removed what tfjs-node calls (normprop does it by itself):\n' +
            "  require('node:util').isNullOrUndefined ??= (value) => value === null || value === undefined;",
        );
    });
}
