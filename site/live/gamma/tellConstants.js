import {simulateLayer} from './simulateLayer.js';

/**
 * Posts the constants of one way to find them and how the layer fares with them, or why there are none.
 *
 * @param {() => object | undefined} find
 * @returns The constants.
 */
export function tellConstants(id, name, gains, find) {
  const tell = (message) => postMessage({kind: 'constants', id, name, ...message});
  try {
    const constants = find();
    if (constants === undefined) {
      tell({reason: 'they do not settle'});
      return undefined;
    }
    const {cellVariance, hiddenVariance, stable = true, reason} = constants;
    const layer = simulateLayer(gains, constants);
    tell({constants: {cellVariance, hiddenVariance}, layer, reason: stable ? undefined : reason});
    return constants;
  } catch ({message}) {
    tell({reason: message});
    return undefined;
  }
}
