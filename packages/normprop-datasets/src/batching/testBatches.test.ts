import {testBatches} from './testBatches.js';

const stream = (length: number) => Uint16Array.from({length}, (_, i) => i);

describe('testBatches', () => {
  it('is one sequence in chunks that carry the state', () => {
    const batches = testBatches(stream(9), {length: 3});
    expect([batches.count, batches.targetCount]).toEqual([3, 8]);
    expect([...batches].map(({batch, timeSteps, carriesState}) => [batch, timeSteps, carriesState])).toEqual([
      [1, 3, false],
      [1, 3, true],
      [1, 2, true],
    ]);
    expect([...batches].flatMap(({inputs}) => Array.from(inputs))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...batches].flatMap(({targets}) => Array.from(targets))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('refuses an empty stream and a wrong length', () => {
    expect(() => testBatches(stream(0), {length: 3})).toThrow(
      'test: too short. Expected at least 2 symbols, got 0',
    );
    expect(() => testBatches(stream(9), {length: 0})).toThrow(
      'length: expected an integer of at least 1, got 0',
    );
  });
});
