import {validationBatches} from './validationBatches.js';

const stream = (length: number) => Uint16Array.from({length}, (_, i) => i);

describe('validationBatches', () => {
  it('cuts the stream into contiguous pieces, in order', () => {
    const [first, second, ...more] = validationBatches(stream(13), {length: 3, batch: 2});
    expect(Array.from(first.inputs)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(Array.from(first.targets)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Array.from(second.inputs)).toEqual([6, 7, 8, 9, 10, 11]);
    expect(more).toEqual([]);
  });

  it.each([
    [2, [[1, 1]]],
    [
      12,
      [
        [2, 3],
        [1, 3],
        [1, 2],
      ],
    ], // 3 pieces and 2 symbols
    [
      13,
      [
        [2, 3],
        [2, 3],
      ],
    ],
    [
      14,
      [
        [2, 3],
        [2, 3],
        [1, 1],
      ],
    ],
    [
      16,
      [
        [2, 3],
        [2, 3],
        [1, 3],
      ],
    ],
  ])('of %i symbols has the shapes %j', (length, shapes) => {
    const batches = validationBatches(stream(length), {length: 3, batch: 2});
    expect([...batches].map(({batch, timeSteps}) => [batch, timeSteps])).toEqual(shapes);
    expect(batches.count).toBe(shapes.length);
  });

  it('gives each target exactly once, for every length and batch', () => {
    for (let n = 2; n < 30; n++) {
      for (const [length, batch] of [
        [1, 1],
        [3, 2],
        [4, 3],
        [7, 1],
        [40, 5],
      ]) {
        const batches = validationBatches(stream(n), {length, batch});
        const targets = [...batches].flatMap((each) => Array.from(each.targets));
        expect(targets).toEqual(Array.from({length: n - 1}, (_, i) => i + 1));
        expect(batches.targetCount).toBe(n - 1);
        expect([...batches].some(({carriesState}) => carriesState)).toBe(false);
      }
    }
  });

  it('refuses an empty stream and wrong sizes', () => {
    const options = {length: 3, batch: 2};
    expect(() => validationBatches(stream(1), options)).toThrow(
      'valid: too short. Expected at least 2 symbols, got 1',
    );
    expect(() => validationBatches(stream(9), {...options, batch: 0})).toThrow(
      'batch: expected an integer of',
    );
    expect(() => validationBatches(stream(9), {...options, length: -1})).toThrow(
      'length: expected an integer of',
    );
  });
});
