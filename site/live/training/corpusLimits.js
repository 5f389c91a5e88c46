/** The least text that a network can be trained on here: below it a batch has no room. */
const leastCharacters = 5000;
/** More than that takes a page too much memory. */
const mostCharacters = 20_000_000;

/** @throws For a text that is too short or too long for this page. */
export function corpusLimits({length}) {
  const count = (number) => number.toLocaleString('en');
  if (length < leastCharacters)
    throw new Error(`The text has ${count(length)} characters. It needs at least ${count(leastCharacters)}.`);
  if (length > mostCharacters)
    throw new Error(
      `The text has ${count(length)} characters. This page takes up to ${count(mostCharacters)}.`,
    );
}
