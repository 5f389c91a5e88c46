/** Under which path a collected text is shown: guides and live pages at the top, a README as its folder's first page. */
export function pageOf(path) {
  return path
    .replace(/^site\/(pages\/)?/, '')
    .replace(/^README\.md$/, 'readme.md')
    .replace(/(^|\/)README\.md$/, '$1index.md');
}
