import {csv} from './csv.js';

describe('csv', () => {
  test('keeps digits, quotes what would break a line, leaves cells without a value empty', () => {
    const rows = [
      ['x, y', 0.1 + 0.2, null],
      ['say "h"', 1e-7, true],
    ];
    expect(csv(['a', 'b', 'c'], rows)).toBe('a,b,c\n"x, y",0.30000000000000004,\n"say ""h""",1e-7,true\n');
  });
});
