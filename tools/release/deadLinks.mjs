// Links of the documents that lead nowhere: to a file that is not there, to a heading that is not there, to a site that says so.
// usage: node tools/release/deadLinks.mjs [--online]
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The targets of a Markdown text's links and images, outside code. */
export function linksOf(text) {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, target]) => target);
}

/** The anchors of a Markdown text's headings, as GitHub and npm make them. */
export function anchorsOf(text) {
  const counts = new Map();
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(
    ([, heading]) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');
      const slug = plain
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replace(/ /g, '-');
      const count = counts.get(slug) ?? 0;
      counts.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    },
  );
}

/** Dead links of every Markdown file that git knows, a line each. */
export async function deadLinks(root, {online = false} = {}) {
  const files = execFileSync('git', ['ls-files', '*.md'], {cwd: root, encoding: 'utf8'}).trim().split('\n');
  const dead = [];
  const outside = new Map();
  for (const file of files) {
    const whole = join(root, file);
    if (file.startsWith('.changeset/') || !existsSync(whole)) continue;
    for (const link of linksOf(readFileSync(whole, 'utf8'))) {
      if (/^https?:/.test(link)) {
        outside.set(link, file);
        continue;
      }
      if (/^[a-z]+:/.test(link)) continue;
      const [path, anchor] = link.split('#');
      let target = path === '' ? whole : join(dirname(whole), decodeURIComponent(path));
      if (!existsSync(target)) {
        dead.push(`${file}: ${link}: no such file`);
        continue;
      }
      if (relative(root, target).startsWith('..')) dead.push(`${file}: ${link}: outside of the repository`);
      if (anchor === undefined) continue;
      if (statSync(target).isDirectory()) target = join(target, 'README.md');
      if (target.endsWith('.md') && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
        dead.push(`${file}: ${link}: no such heading`);
    }
  }
  if (online)
    for (const [link, file] of outside) {
      const status = await fetch(link, {
        method: 'GET',
        redirect: 'follow',
        signal: AbortSignal.timeout(20_000),
      }).then(
        (answer) => answer.status,
        (error) => error.name,
      );
      // Sites that refuse programs (401, 403, 429) are there.
      if (status === 404 || status === 410 || typeof status === 'string')
        dead.push(`${file}: ${link}: ${status}`);
    }
  return dead;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const dead = await deadLinks(root, {online: process.argv.includes('--online')});
  for (const line of dead) console.error(line);
  process.exitCode = dead.length === 0 ? 0 : 1;
}
