import digits from './digits.json';

/** Digits of MNIST's test set, by digit: each 28x28 of 0 and 1. */
export const testDigits = digits.map((images) =>
  images.map((image) => {
    const bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0));
    return Float32Array.from({length: 8 * bytes.length}, (_, i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1);
  }),
);
