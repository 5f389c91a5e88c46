// Why a release may not begin: changes without a changeset, exported names that are gone, dead links. Nothing printed but
// `no reason to refuse` means none.
// usage: node tools/release/refuse.mjs [--online]    (--online asks for links to other sites, too)
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {deadLinks} from './deadLinks.mjs';
import {repositoryUrl} from './owner.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const git = (...args) => {
  const {status, stdout} = spawnSync('git', args, {cwd: root, encoding: 'utf8'});
  return status === 0 ? stdout.trim() : undefined;
};

/** The last release's tag, or undefined before the first. */
const lastTag = () => git('describe', '--tags', '--abbrev=0', '--match=v*');

/** What changesets will release: `{releases: [{name, type, oldVersion}]}`. */
function plan() {
  const folder = mkdtempSync(join(tmpdir(), 'normprop-status-'));
  const file = join(folder, 'status.json');
  try {
    // Its output is a path from where it runs. Without --since it compares nothing and only reads the changesets.
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/@changesets/cli/bin.js'), 'status', `--output=${file}`],
      {
        cwd: root,
        stdio: 'ignore',
      },
    );
  } catch {
    // It ends with 1 where packages changed without one, after writing nothing.
  }
  const read = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {releases: []};
  rmSync(folder, {recursive: true, force: true});
  return read;
}

/**
 * Names that an api.txt had and has no longer, by entry.
 *
 * @param {string} before An api.txt: `# entry`, then `name kind` a line.
 * @param {string} after
 */
export function goneNames(before, after) {
  const namesOf = (text) => {
    let entry = '';
    return text.split('\n').flatMap((line) => {
      if (line.startsWith('# ')) entry = line.slice(2);
      return line && !line.startsWith('# ') ? [`${entry} ${line}`] : [];
    });
  };
  const kept = new Set(namesOf(after));
  return namesOf(before).filter((name) => !kept.has(name));
}

/** Whether a release of this kind may take an exported name away. */
export const mayBreak = (type, oldVersion) =>
  type === 'major' || (type === 'minor' && oldVersion.startsWith('0.'));

async function reasons(online) {
  const found = [];
  try {
    repositoryUrl();
  } catch (error) {
    found.push(error.message);
  }
  const {releases} = plan();
  const tag = lastTag();
  if (releases.length === 0) found.push('no changeset: npx changeset writes one');
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    const folder = `packages/${name}`;
    const {version, private: own} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    if (own) continue;
    const release = releases.find((each) => each.name === name && each.type !== 'none');
    const changed = tag === undefined || git('diff', '--name-only', tag, '--', `${folder}/src`) !== '';
    const named = release !== undefined && release.changesets.length > 0;
    if (changed && !named)
      found.push(`${name}: changed since ${tag ?? 'the beginning'}, and no changeset names it`);
    const before = tag && git('show', `${tag}:${folder}/api.txt`);
    if (!before) continue;
    const file = join(root, folder, 'api.txt');
    const gone = goneNames(before, existsSync(file) ? readFileSync(file, 'utf8') : '');
    if (gone.length > 0 && !mayBreak(release?.type, version))
      found.push(`${name}: gone without a major version: ${gone.join(', ')}`);
  }
  return [...found, ...(await deadLinks(root, {online}))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await reasons(process.argv.includes('--online'));
  for (const reason of found) console.error(`refused: ${reason}`);
  if (found.length === 0) console.log('no reason to refuse');
  process.exitCode = found.length === 0 ? 0 : 1;
}
