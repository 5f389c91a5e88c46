/** An option's value as a word: `0.002`, `sqrt`, `none` for null. */
export function valueWord(value: unknown): string {
  return value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}
