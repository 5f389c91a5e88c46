import {escapeMarkdown, markdownCode} from './escapeMarkdown.js';
import {tableAsMarkdown} from './table.js';

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['<!-- results:end -->', '&lt;!-- results:end --&gt;'],
  ['[here](http://x)', '\\[here\\](http://x)'],
  ['a\n\n# b', 'a # b'],
  ['a|b `c` \\ d', 'a\\|b \\`c\\` \\\\ d'],
  ['Norm Prop, γx 0.5 & more', 'Norm Prop, γx 0.5 &amp; more'],
])('%j is shown and does nothing', (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

test('cells of a table are escaped, and a code span holds what has backticks', () => {
  expect(tableAsMarkdown({headings: ['a'], rows: [{cells: ['<b>|']}]})).toContain('&lt;b&gt;\\|');
  expect(markdownCode('a `b` ``c``')).toBe('``` a `b` ``c`` ```');
  expect(markdownCode('a b')).toBe('`a b`');
});
