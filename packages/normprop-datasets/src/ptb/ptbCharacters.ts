import {checkOptions} from '../options/checkOptions.js';

/** Options of {@link ptbCharacters}. */
export interface PTBCharactersOptions {
  /** Keep the space after each line's last word. Default false. */
  untrimmed?: boolean;
}

/**
 * The character stream of a word-level Penn Treebank file: spaces become `_`, each line ends with the symbol `\n`.
 *
 * In the files each line has a space before its first and after its last word.
 * - Trimmed (default): neither is kept. The stream of Mikolov's character-level files; 442,423 symbols of test.
 * - `untrimmed`: the last one is kept, so that each word ends with `_`. 446,184 symbols of test, the count in the papers of the
 *   Montreal group (Cooijmans et al., Krueger et al.). The count says that one of the two is kept, not which.
 *
 * Bits per character of the two differ (the added `_` is easy to predict): a figure should say which it uses.
 */
export function ptbCharacters(text: string, options: PTBCharactersOptions = {}): string {
  checkOptions<PTBCharactersOptions>('ptbCharacters', options, {untrimmed: 'boolean'});
  const {untrimmed = false} = options;
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop(); // after the last line's end
  return lines
    .map((line) => `${untrimmed ? `${line.trim()} ` : line.trim()}\n`)
    .join('')
    .replaceAll(' ', '_');
}
