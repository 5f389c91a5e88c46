import {escapeHtml} from './escapeHtml.js';
import {pageStyle} from './pageStyle.js';

/** What a page consists of. */
export interface HtmlPage {
  title: string;
  /** HTML between the heading and the command. */
  body: string;
  /** The command that makes the page again. */
  command: string;
  /** What stands above the command. */
  commandHeading?: string;
  /** Names and versions of the programs behind the figures. */
  versions?: Record<string, string>;
  /** CSS beside the usual. */
  style?: string;
  script?: string;
}

/** One self-contained page: it opens without a network. */
export function htmlPage(page: HtmlPage): string {
  const {title, body, command, commandHeading = 'To make this again', versions, style = '', script} = page;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}${style}</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${body}
<h2>${commandHeading}</h2>
<pre>${escapeHtml(command)}</pre>${versions ? `\n<p class="soft">${escapeHtml(versionWords(versions))}</p>` : ''}
</main>${script === undefined ? '' : `\n<script>${script}</script>`}</body>
</html>
`;
}

function versionWords(versions: Record<string, string>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(' · ');
}
