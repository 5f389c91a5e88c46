import {join} from 'node:path';
import type {Command} from 'commander';
import {exportCharlm} from '../../charlm/export/exportCharlm.js';
import type {ExportFormat} from '../../charlm/export/exportCharlm.js';
import {charlmTask} from '../../charlm/charlmTask.js';
import {choice} from '../../config/optionKinds.js';
import {exportDraw} from '../../draw/exportDraw.js';
import {writeAtomically} from '../../run/writeAtomically.js';
import {openRun} from '../../tasks.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

const files: Record<ExportFormat, string> = {
  runtime: 'model.safetensors',
  onnx: 'model.onnx',
  safetensors: 'weights.safetensors',
};

const examples = `
Examples:
  $ normprop export runs/novel --to runtime                  # runs/novel/model.safetensors, for normprop-runtime
  $ normprop export runs/novel --to onnx --out novel.onnx    # for onnxruntime, states in and out
  $ normprop export runs/novel --to safetensors              # the weights, under their Keras names

A run of DRAW has no chain of layers: only its weights go out.`;

/** `normprop export`. */
export function addExportCommand(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('a trained run as one file: for normprop-runtime, for ONNX, or its weights alone')
    .argument('<run>', 'the run folder')
    .addOption(
      checkedOption(
        '--to <format>',
        'runtime, onnx or safetensors',
        choice(['runtime', 'onnx', 'safetensors']),
      ).makeOptionMandatory(),
    )
    .option('--out <file>', 'the file (default: in the run folder)')
    .addHelpText('after', examples)
    .action(async (run: string, {to, out}: {to: ExportFormat; out?: string}) => {
      const {task} = openRun(run);
      const warn = (message: string): void => note(context, `Warning: ${message}`);
      const bytes = await (task === charlmTask ? exportCharlm(run, to, warn) : exportDraw(run, to, warn));
      const file = out ?? join(run, files[to]);
      await writeAtomically(file, bytes);
      printLine(context, file);
    });
}
