/**
 * A Markdown text with its links led elsewhere; links in code are left alone.
 *
 * @param {string} text
 * @param {(link: string) => string | undefined} place
 *   Where a link to a file leads; undefined: there is no page for it, and its text stands without a link.
 */
export function withLinks(text, place) {
  return text.replace(
    /(^```[\s\S]*?^```)|(!?)\[((?:`[^`\n]*`|[^\]`])*)\]\(([^)\s]+)\)/gm,
    (whole, code, picture, words, link) => {
      if (code !== undefined || /^[a-z]+:/.test(link)) return whole;
      const to = place(link);
      return to === undefined ? words : `${picture}[${words}](${to})`;
    },
  );
}
