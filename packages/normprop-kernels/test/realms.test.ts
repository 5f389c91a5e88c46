import {runInNewContext} from 'node:vm';
import {lstmBackward, lstmForward, type LSTMForwardArgs} from '../src/index.js';
import {expectClose} from './expectClose.js';
import {randomCase} from './randomCase.js';

const {args, gradients} = randomCase({
  ...{timeSteps: 3, batch: 2, inputSize: 4, units: 5, normalizer: 'none', seeds: 'all', wantX: true, seed: 1},
  ...{bias: true, initial: true, scales: true, mask: true, recurrentDropout: true, candidateDropout: true},
  ...{perGate: false, population: false, allRows: false, betas: false, zoneout: 'masks', columnGains: false},
  ...{goBackwards: false, batchMajor: false},
});

/** The same values in an array of another realm, as native code, frames and test runners hand them over. */
function elsewhere(value: unknown): unknown {
  if (Object.prototype.toString.call(value) !== '[object Float32Array]') return value;
  return runInNewContext('Float32Array.from(values)', {values: [...(value as Float32Array)]});
}

it('takes typed arrays of another realm, masks too', () => {
  const foreign = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, elsewhere(value)]),
  ) as unknown as LSTMForwardArgs;
  expect(foreign.candidateDropoutMask).not.toBeInstanceOf(Object);
  const [ours, theirs] = [lstmForward(args), lstmForward(foreign)];
  expectClose('outputs', theirs.outputs, [...ours.outputs], {rtol: 0, atol: 1e-30});
  const [want, got] = [ours, theirs].map(({reserve}) => lstmBackward(reserve!, gradients));
  expectClose('x', got.x!, [...want.x!], {rtol: 0, atol: 1e-30});
});
