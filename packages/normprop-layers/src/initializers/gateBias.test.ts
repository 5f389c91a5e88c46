import {gateBias} from './gateBias.js';

describe('gateBias', () => {
  test('the forget gate gets its bias, the others zeros', async () => {
    const values = await gateBias({forgetBias: 2}).apply([8]).data();
    expect(Array.from(values)).toEqual([0, 0, 2, 2, 0, 0, 0, 0]);
  });

  test('the other gates may start otherwise', async () => {
    const values = await gateBias({otherGates: 'ones', forgetBias: -1}).apply([4]).data();
    expect(Array.from(values)).toEqual([1, -1, 1, 1]);
  });

  test('survives its config', async () => {
    const bias = gateBias({otherGates: 'ones', forgetBias: 3});
    expect(Array.from(await gateBias(bias.getConfig()).apply([4]).data())).toEqual([1, 3, 1, 1]);
  });

  test('errors', () => {
    expect(() => gateBias().apply([6])).toThrow('shape: expected [4·units], got [6]');
    expect(() => gateBias({forgetBias: Infinity})).toThrow(
      'forgetBias: expected a finite number, got Infinity',
    );
  });
});
