import * as tf from '@tensorflow/tfjs-core';

/** An example's rows `numbers` of `values` ([count, ...shape] in one typed array), as one tensor [numbers.length, ...shape]. */
export function rowsOf(values, shape, numbers) {
  const size = shape.reduce((a, b) => a * b, 1);
  const chosen = new Float32Array(numbers.length * size);
  numbers.forEach((number, i) => chosen.set(values.subarray(number * size, (number + 1) * size), i * size));
  return tf.tensor(chosen, [numbers.length, ...shape]);
}

/**
 * Batches from a finite set of examples: in a new random order each epoch, the rest of an epoch that does not fill a batch left out.
 *
 * @param count Examples in the set. @param batch Examples in a batch. @param random From `randomStream`.
 * @param make From the examples' numbers to `{x, y}`.
 */
export function epochs(count, batch, random, make) {
  if (count < batch)
    throw new Error(`batch: expected at most ${count}, the number of examples, got ${batch}`);
  let order = [];
  return () => {
    if (order.length < batch) order = Array.from(random.shuffled(count));
    return make(order.splice(0, batch));
  };
}

/** All examples in order, in batches of at most `batch`. */
export function inOrder(count, batch, make) {
  const batches = [];
  for (let start = 0; start < count; start += batch) {
    batches.push(make(Array.from({length: Math.min(batch, count - start)}, (_, i) => start + i)));
  }
  return batches;
}

/** `symbols` as one-hot values, an array of symbols.length · size; a symbol below 0 gives a row of zeros. */
export function oneHot(symbols, size) {
  const values = new Float32Array(symbols.length * size);
  symbols.forEach((symbol, i) => {
    if (symbol >= 0) values[i * size + symbol] = 1;
  });
  return values;
}
