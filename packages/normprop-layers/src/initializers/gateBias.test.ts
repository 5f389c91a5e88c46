import {gateBias} from './gateBias.js';

describe('gateBias', () => {
  test('the forget gate gets its bias, the others zeros', () => {
    const values = gateBias({forgetBias: 2}).apply([8]).dataSync();
    expect(Array.from(values)).toEqual([0, 0, 2, 2, 0, 0, 0, 0]);
  });

  test('the other gates may start otherwise', () => {
    const values = gateBias({otherGates: 'ones', forgetBias: -1}).apply([4]).dataSync();
    expect(Array.from(values)).toEqual([1, -1, 1, 1]);
  });

  test('survives its config', () => {
    const bias = gateBias({otherGates: 'ones', forgetBias: 3});
    expect(Array.from(gateBias(bias.getConfig()).apply([4]).dataSync())).toEqual([1, 3, 1, 1]);
  });

  test('errors', () => {
    expect(() => gateBias().apply([6])).toThrow('shape: expected [4·units], got [6]');
    expect(() => gateBias({forgetBias: Infinity})).toThrow(
      'forgetBias: expected a finite number, got Infinity',
    );
  });
});
