// A first release into a registry, from a copy of the tree: nothing here is changed by it.
import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const standIn = 'https://github.com/rehearsal/normprop';

/** Copies what git knows of the tree, and the builds, into `target`, as a repository of its own. */
export function copyTree(root, target) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const file of listed.split('\0')) {
    if (!/^(packages|tools|\.changeset|examples)\/|^[^/]+$/.test(file) || !existsSync(join(root, file)))
      continue;
    mkdirSync(dirname(join(target, file)), {recursive: true});
    cpSync(join(root, file), join(target, file));
  }
  for (const name of readdirSync(join(root, 'packages')))
    if (existsSync(join(root, 'packages', name, 'dist')))
      cpSync(join(root, 'packages', name, 'dist'), join(target, 'packages', name, 'dist'), {recursive: true});
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'), 'junction');
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', ...args], {
      cwd: target,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '-m', 'rehearsal');
}

/**
 * `changeset version` and `changeset publish` in the copy, with an owner that stands in.
 *
 * @returns The version of each published package by its name.
 */
export function publishAll(copy, env) {
  const owner = join(copy, 'tools/release/owner.json');
  if (JSON.parse(readFileSync(owner, 'utf8')).repository === null)
    writeFileSync(owner, JSON.stringify({repository: standIn}));
  const node = (...args) => execFileSync(process.execPath, args, {cwd: copy, env, encoding: 'utf8'});
  const changeset = join(copy, 'node_modules/@changesets/cli/bin.js');
  node(join(copy, 'tools/release/stamp.mjs'));
  node(changeset, 'version');
  node(changeset, 'publish', '--no-git-tag');
  return Object.fromEntries(
    readdirSync(join(copy, 'packages'))
      .map((name) => JSON.parse(readFileSync(join(copy, 'packages', name, 'package.json'), 'utf8')))
      .filter((manifest) => !manifest.private)
      .map(({name, version}) => [name, version]),
  );
}
