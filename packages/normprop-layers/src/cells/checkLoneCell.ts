import {checkIsObject} from '../options/checkOptions.js';
import {regularizerNames, type LSTMCellArgs} from './lstmCellArgs.js';

/** Throws for options that need a layer around the cell, with what they need it for. */
export function checkLoneCell(className: string, args: LSTMCellArgs): void {
  checkIsObject(className, args, 'units');
  const layer = className.replace(/Cell$/, '');
  for (const name of ['dropout', 'recurrentDropout'] as const) {
    if ((args as unknown as Record<string, unknown>)[name]) {
      throw new Error(
        `${className}: no option '${name}'; one mask per sequence needs the layer (${layer}), since a cell does not ` +
          'see where a sequence begins. candidateDropout, zoneoutCell and zoneoutHidden work in a cell',
      );
    }
  }
  for (const name of regularizerNames) {
    if (args[name] != null) {
      throw new Error(
        `${className}: no option '${name}'; tf.layers.rnn ignores the losses of its cell, use the layer (${layer})`,
      );
    }
  }
}
