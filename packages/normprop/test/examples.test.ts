import {runExample} from './support/runExample.js';

test('examples/keras-import: the LSTM of Keras goes on training', () => {
  const out = runExample('keras-import');
  const [, before, after] = /: ([\d.]+) as Keras left it, ([\d.]+) after/.exec(out)!.map(Number);
  expect(before).toBeGreaterThan(0);
  expect(after).toBeLessThan(0.5 * before);
}, 120_000);

test('examples/swap-lstm: both learn, and the changed line takes a fraction of the time', () => {
  const out = runExample('swap-lstm');
  const figures = (name: string): number[] => {
    const pattern = new RegExp(
      `${name}: validation loss ([\\d.]+) before, ([\\d.]+) after 3 epochs, ([\\d.]+) s`,
    );
    return pattern.exec(out)!.slice(1).map(Number);
  };
  const [stock, ours] = [figures('tf.layers.lstm'), figures('normPropLSTM')];
  for (const [before, after] of [stock, ours]) expect(after).toBeLessThan(before - 1);
  expect(ours[1]).toBeLessThan(stock[1] + 0.1);
  expect(ours[2]).toBeLessThan(stock[2] / 2);
}, 240_000);

test('examples/sentiment: masked, in both directions, far better than saying never', () => {
  const [, loss, right, never] = /loss ([\d.]+) nats, ([\d.]+) % right; .* ([\d.]+) %/
    .exec(runExample('sentiment'))!
    .map(Number);
  expect(loss).toBeLessThan(0.15);
  expect(100 - right).toBeLessThan((100 - never) / 3);
}, 120_000);

test('examples/forecast: better than the mean, and than tomorrow as today', () => {
  const [, ours, mean, today] = /2015: ([\d.]+); the mean ([\d.]+), tomorrow as today ([\d.]+)/
    .exec(runExample('forecast'))!
    .map(Number);
  expect(ours).toBeLessThan(0.8 * Math.min(mean, today));
}, 120_000);

test('examples/custom-cell: its state keeps variance 1, it learns, it comes back', () => {
  const out = runExample('custom-cell');
  const [, fifth, last] = /([\d.]+) in the fifth, ([\d.]+) in the last/.exec(out)!.map(Number);
  for (const square of [fifth, last]) expect(Math.abs(square - 1)).toBeLessThan(0.15);
  const [, before, after] = /loss ([\d.]+) → ([\d.]+)/.exec(out)!.map(Number);
  expect(after).toBeLessThan(before / 4);
  expect(out).toContain('saved and loaded: the same answers');
}, 120_000);
