import {SPLITS, type Split} from './textCorpus.js';

/** Something for each part of a corpus, e.g. its fraction of the text or its characters. */
export type PerSplit<T> = Readonly<Record<Split, T>>;

/**
 * Cuts a text into its first characters for training, the next for validation and the last for test.
 *
 * @param fractions of the characters (code points); at least 0, `train` above 0, with the sum 1. The cuts are rounded to whole characters.
 * @param options.name names the text in an error.
 * @param options.length sequence length: each part with a fraction above 0 must have more characters, since the last
 *   target comes after the last input.
 * @throws if the fractions are wrong or a part is too short.
 */
export function splitText(
  text: string,
  fractions: PerSplit<number>,
  {name, length}: {name: string; length: number},
): PerSplit<string> {
  checkFractions(fractions);
  const total = countCharacters(text);
  const ends = [
    Math.round(fractions.train * total),
    Math.round((fractions.train + fractions.valid) * total),
    total,
  ];
  const texts = {train: '', valid: '', test: ''};
  let [index, done] = [0, 0];
  for (const [i, split] of SPLITS.entries()) {
    const count = ends[i] - done;
    if (fractions[split] > 0 && count < length + 1) {
      throw new Error(
        `${name}: too short. ${split} would be ${fractions[split]} of ${total} characters = ${count}; ` +
          `sequences of length ${length} need at least ${length + 1}`,
      );
    }
    const end = skipCharacters(text, index, count);
    texts[split] = text.slice(index, end);
    [index, done] = [end, ends[i]];
  }
  return texts;
}

function checkFractions(fractions: PerSplit<number>): void {
  const values = SPLITS.map((split) => fractions[split]);
  const inRange = values.every((value) => value >= 0 && value <= 1) && fractions.train > 0;
  // 1e-9: sums like 0.9 + 0.05 + 0.05 are not 1 exactly.
  if (!inRange || Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) > 1e-9) {
    throw new Error(
      `split: expected {train, valid, test}, fractions of at least 0 that add up to 1, train above 0; ` +
        `got ${JSON.stringify(fractions)}`,
    );
  }
}

/** Code points of a text, without an array of them all. */
function countCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; count++) i += codeUnitsAt(text, i);
  return count;
}

/** The index in a text that is `count` code points after `begin`. */
function skipCharacters(text: string, begin: number, count: number): number {
  let i = begin;
  for (let skipped = 0; skipped < count; skipped++) i += codeUnitsAt(text, i);
  return i;
}

const codeUnitsAt = (text: string, i: number): number => (text.codePointAt(i)! > 0xffff ? 2 : 1);
