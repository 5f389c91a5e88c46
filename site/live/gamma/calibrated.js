import {calibrationStep} from 'normprop-core';
import {simulateLayer} from './simulateLayer.js';

const most = 40;

/**
 * Constants that the simulated layer itself confirms: measured, and measured again until they stand still.
 *
 * @param {() => Promise<boolean>} goOn Asked after each pass whether the answer is still wanted.
 * @returns Undefined when they do not settle, or are not wanted any more.
 */
export async function calibrated(gains, from, goOn) {
  let constants = from;
  for (let i = 0; i < most; i++) {
    const {cellSquare, hiddenSquare} = simulateLayer(gains, constants);
    const next = calibrationStep({constants, measuredCell: cellSquare, measuredHidden: hiddenSquare});
    if (next.deviation < 0.005) return constants;
    constants = next.constants;
    if (!(await goOn())) return undefined;
  }
  return undefined;
}
