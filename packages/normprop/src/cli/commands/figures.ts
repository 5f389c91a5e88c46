import type {Command} from 'commander';
import type {VarianceMethod} from 'normprop-core';
import {choice, integer, listOf, number} from '../../config/optionKinds.js';
import {gradientFigures} from '../../studies/gradient/gradientFigures.js';
import {gradientSummary} from '../../studies/gradient/gradientSummary.js';
import {varianceMethods} from '../../studies/variances/varianceRows.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface GradientFlags {
  out: string;
  gammas: number[];
  gammaC: number[];
  method: VarianceMethod;
  forgetBias: number;
  units: number;
  length: number;
  seed: number;
}

const usualGammas = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2];

const examples = `
Examples:
  $ normprop figures gradient
  $ normprop figures gradient --method meanField --gammas 0.5,1,2,3 --gamma-c 0.5,1,2 --out figures/mean-field

Draws the paper's Figure 1 (the gradient's norm for one time step over gammaX and gammaH, by eq. 28 and in a network)
and the norms of the gradient on its way back through the five models, as SVG and PNG with the data as CSV.`;

/** `normprop figures`. */
export function addFiguresCommand(program: Command, context: CommandContext): void {
  const gains = listOf(number({above: 0}));
  program
    .command('figures')
    .description("draw the paper's figures")
    .command('gradient')
    .description('how one time step changes the norm of the gradient, and many of them')
    .option('--out <folder>', 'where the SVG, PNG and CSV files go', 'figures/gradient')
    .addOption(
      checkedOption('--gammas <list>', 'values of gammaX and of gammaH', gains).default(
        usualGammas,
        usualGammas.join(','),
      ),
    )
    .addOption(checkedOption('--gamma-c <list>', 'a row of panels each', gains).default([0.1, 1], '0.1,1'))
    .addOption(
      checkedOption(
        '--method <name>',
        `the constants: ${varianceMethods.join(', ')}`,
        choice(varianceMethods),
      ).default('paper'),
    )
    .addOption(checkedOption('--forget-bias <n>', "the forget gate's bias", number()).default(0))
    .addOption(checkedOption('--units <n>', 'size of the simulated networks', integer(1)).default(64))
    .addOption(checkedOption('--length <n>', 'time steps of the decay curves', integer(1)).default(100))
    .addOption(checkedOption('--seed <n>', 'of the simulated networks', integer(0)).default(1))
    .addHelpText('after', examples)
    .action(async ({out: folder, ...args}: GradientFlags) => {
      const onProgress = (message: string): void => note(context, message);
      const {points, files} = await gradientFigures({...args, folder, onProgress});
      printLine(context, gradientSummary(points));
      printLine(context, `\n${files.join('\n')}`);
    });
}
