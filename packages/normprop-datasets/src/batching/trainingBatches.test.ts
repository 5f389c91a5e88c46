import {trainingBatches} from './trainingBatches.js';

// Each symbol is its own position, so that a batch shows where it was cut.
const stream = Uint16Array.from({length: 1000}, (_, i) => i);
const options = {length: 10, batch: 4, seed: 5, epoch: 0};
const all = (args = options) => [...trainingBatches(stream, args)];

/** The first symbol of each row, in the order of the batches. */
const starts = (args = options): number[] =>
  all(args).flatMap(({inputs, batch, timeSteps}) =>
    Array.from({length: batch}, (_, row) => inputs[row * timeSteps]),
  );

describe('trainingBatches', () => {
  it('cuts the stream at one offset into pieces whose targets are the next symbols', () => {
    const offset = Math.min(...starts());
    expect(offset).toBeLessThan(10);
    for (const {inputs, targets, batch, timeSteps, carriesState} of all()) {
      expect([batch, timeSteps, inputs.length, targets.length, carriesState]).toEqual([4, 10, 40, 40, false]);
      for (let i = 0; i < 40; i++) {
        expect(inputs[i]).toBe(inputs[i - (i % 10)] + (i % 10));
        expect(targets[i]).toBe(inputs[i] + 1);
      }
    }
    expect(starts().every((start) => (start - offset) % 10 === 0)).toBe(true);
  });

  it('gives each piece at most once, in random order, and all but those that fill no batch', () => {
    const order = starts();
    expect(new Set(order).size).toBe(order.length);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    const offset = order[0] % 10;
    expect(order.length).toBe(4 * Math.floor(Math.floor((1000 - 1 - offset) / 10) / 4));
    const batches = trainingBatches(stream, options);
    expect([batches.count * 4, batches.targetCount]).toEqual([order.length, order.length * 10]);
  });

  it('is a function of seed and epoch', () => {
    expect(all()).toEqual(all());
    for (const other of [
      {...options, seed: 6},
      {...options, epoch: 1},
    ])
      expect(starts(other)).not.toEqual(starts());
  });

  it('has every offset in [0, length), and leaves out other pieces each epoch', () => {
    const epochs = Array.from({length: 100}, (_, epoch) => starts({...options, epoch}));
    expect(new Set(epochs.map((order) => order[0] % 10)).size).toBe(10);
    expect(new Set(epochs.flat()).size).toBeGreaterThan(950); // of the 990 places where a piece can start
  });

  it('goes on in the middle of an epoch, and can be read again', () => {
    const batches = trainingBatches(stream, options);
    const whole = [...batches];
    expect(whole.map(({index}) => index)).toEqual(Array.from({length: batches.count}, (_, i) => i));
    expect([...batches.from(7)]).toEqual(whole.slice(7));
    expect([...batches.from(batches.count)]).toEqual([]);
    expect(batches.at(3)).toEqual(whole[3]);
    expect(() => batches.at(batches.count)).toThrow(
      `index: expected an integer in [0, ${batches.count}), got`,
    );
    expect(() => batches.from(-1)).toThrow('start: expected an integer in [0, ');
  });

  it('counts the pieces from N − 1, since the last piece needs a target after it', () => {
    for (const n of [50, 51, 59, 60, 61, 90, 91]) {
      for (let epoch = 0; epoch < 60; epoch++) {
        const args = {...options, batch: 1, epoch};
        const batches = trainingBatches(stream.subarray(0, n), args);
        const pieces = [...batches];
        const first = Math.min(...pieces.map(({inputs}) => inputs[0]));
        // As many as there is room for, with the last target at n − 1 at most.
        expect(pieces).toHaveLength(Math.floor((n - 1 - first) / 10));
        expect(batches.targetCount).toBe(10 * pieces.length);
        for (const {inputs, targets} of pieces) {
          expect(Array.from(targets)).toEqual(Array.from(inputs, (symbol) => symbol + 1));
          expect(targets[9]).toBeLessThan(n);
        }
      }
    }
  });

  it('says when a stream is too short, and takes one that is just long enough at every offset', () => {
    expect(() => trainingBatches(stream.subarray(0, 49), options)).toThrow(
      'train: too short. It has 49 symbols; batches of 4 sequences of length 10 need at least 50',
    );
    for (let epoch = 0; epoch < 100; epoch++) {
      expect(trainingBatches(stream.subarray(0, 50), {...options, epoch}).count).toBe(1);
    }
  });

  it('refuses sizes and seeds that are not integers', () => {
    expect(() => all({...options, length: 0})).toThrow('length: expected an integer of at least 1, got 0');
    expect(() => all({...options, batch: 1.5})).toThrow('batch: expected an integer of at least 1, got 1.5');
    expect(() => all({...options, seed: NaN})).toThrow('seed: expected an integer, got NaN');
    expect(() => all({...options, epoch: undefined as never})).toThrow(
      'epoch: expected an integer, got undefined',
    );
  });
});
