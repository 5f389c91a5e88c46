import type {Command} from 'commander';
import type {VarianceMethod} from 'normprop-core';
import {choice, integer, listOf, number} from '../../config/optionKinds.js';
import {UserError} from '../../userError.js';
import {varianceFormats} from '../../studies/variances/formatVariances.js';
import {shippedGrid, varianceMethods, varianceRows} from '../../studies/variances/varianceRows.js';
import type {VarianceRow} from '../../studies/variances/varianceRows.js';
import {checkedOption} from '../checkedOption.js';
import {note} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface VariancesFlags {
  gammaX: number[];
  gammaH: number[];
  gammaC: number[];
  forgetBias: number[];
  inputVariance: number;
  width?: number;
  method: VarianceMethod[];
  format: keyof typeof varianceFormats;
}

const examples = `
Examples:
  $ normprop variances                                  # the whole table
  $ normprop variances --gamma-x 2 --gamma-h 2 --gamma-c 1 --forget-bias 1
  $ normprop variances --width 128 --method meanField   # and what a narrow layer makes of it
  $ normprop variances --gamma-x 1.5,2.5 --method meanField --format csv

paper: the paper's equations 8 and 14. meanField: the self-consistent state of a large layer, with its standard
error; it says where E[h²] does not stay at 1. Rows that the shipped table lacks take it about a second each.`;

/** `normprop variances`. */
export function addVariancesCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('variances')
    .description('print Var[c] and Var[h], the two constants of Norm Prop, for settings or as a table');
  const axis = (flags: string, help: string, values: readonly number[]): void => {
    const option = checkedOption(`${flags} <list>`, `${help}, one or several`, listOf(number()));
    command.addOption(option.default([...values], values.join(',')));
  };
  axis('--gamma-x', 'gain on the input weights', shippedGrid.gammaX);
  axis('--gamma-h', 'gain on the recurrent weights', shippedGrid.gammaH);
  axis('--gamma-c', 'gain on the cell', shippedGrid.gammaC);
  axis('--forget-bias', "the forget gate's bias", shippedGrid.forgetBias);
  command
    .addOption(
      checkedOption('--input-variance <n>', 'of each component of x', number({atLeast: 0})).default(1),
    )
    .addOption(
      checkedOption(
        '--width <n>',
        'units of the layer: meanField then says whether so many are enough',
        integer(1),
      ),
    )
    .addOption(
      checkedOption(
        '--method <list>',
        `from ${varianceMethods.join(', ')}`,
        listOf(choice(varianceMethods)),
      ).default([...varianceMethods], varianceMethods.join(',')),
    )
    .addOption(
      checkedOption('--format <name>', 'text, csv or json', choice(Object.keys(varianceFormats))).default(
        'text',
      ),
    )
    .addHelpText('after', examples)
    .action(({format, ...grid}: VariancesFlags) => {
      const rows: VarianceRow[] = [];
      for (const row of varianceRows(grid)) {
        if (row.source === 'solved' && !rows.some(({source}) => source === 'solved'))
          note(context, 'Not in the shipped table: solving, about a second a row …');
        rows.push(row);
      }
      if (rows.every(({cellVariance}) => cellVariance === null)) throw new UserError(rows[0].reason!);
      context.stdout.write(varianceFormats[format](rows));
    });
}
