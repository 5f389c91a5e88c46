/** A small text for models that need not be good: 4,000 characters, 29 different ones, the same each time. */
export function tinyText(): string {
  const words = 'the quick brown fox jumps over a lazy dog while whales swim past and nobody minds'.split(
    ' ',
  );
  let state = 1;
  let text = '';
  while (text.length < 4000) {
    state = (state * 48271) % 2147483647;
    text += words[state % words.length] + (state % 11 === 0 ? '.\n' : ' ');
  }
  return text.slice(0, 4000);
}
