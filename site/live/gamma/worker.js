// Answers the sliders of the gamma lab: what is quick first; a newer question ends an older one.
import {normPropVariances} from 'normprop-core';
import {gradientNormSurface} from 'normprop-core/research';
import {breathe} from '../shared/breathe.js';
import {axis} from './axis.js';
import {calibrated} from './calibrated.js';
import {tellConstants} from './tellConstants.js';

let latest = 0;
const surfaces = new Map();

self.onmessage = ({data}) => {
  latest = data.id;
  answer(data).catch(({message}) => postMessage({kind: 'error', id: data.id, message}));
};

async function answer({id, gains}) {
  const wanted = async () => {
    await breathe();
    return latest === id;
  };
  const paper = tellConstants(id, 'paper', gains, () =>
    normPropVariances({...gains, varianceMethod: 'paper'}),
  );
  postMessage({kind: 'point', id, norm: gradientNormSurface(gains).norms[0]});
  if (paper && (await wanted())) {
    const measured = await calibrated(gains, paper, wanted);
    if (await wanted()) tellConstants(id, 'calibrated', gains, () => measured);
  }
  for (const points of [9, 25]) {
    if (!(await wanted())) return;
    const norms = await surfaceOf(gains, points, wanted);
    if (norms === undefined) return;
    postMessage({kind: 'surface', id, points, norms});
  }
}

/** Figure 1 for a γc and a forget bias, row by row; undefined when it is not wanted any more. */
async function surfaceOf({gammaC, forgetBias}, points, wanted) {
  const name = [gammaC, forgetBias, points].join(' ');
  if (surfaces.has(name)) return surfaces.get(name);
  const grid = axis(points);
  const norms = new Float64Array(points * points);
  for (const [row, gammaH] of grid.entries()) {
    norms.set(gradientNormSurface({gammaX: grid, gammaH, gammaC, forgetBias}).norms, row * points);
    if (!(await wanted())) return undefined;
  }
  surfaces.set(name, norms);
  return norms;
}
