// usage: node --test tools/release
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {faultsOf} from './checkTarball.mjs';
import {anchorsOf, deadLinks, linksOf} from './deadLinks.mjs';
import {goneNames, mayBreak} from './refuse.mjs';

test('a name that an entry no longer exports is gone, a new one is not', () => {
  const before = '# .\nlstm value\nArgs type\n# ./research\nmoments value\n';
  const after = '# .\nlstm value\nmoments value\nmore value\n# ./research\n';
  assert.deepEqual(goneNames(before, after), ['. Args type', './research moments value']);
  assert.deepEqual(goneNames(before, before), []);
});

test('a name may go with a major version, before 1.0 with a minor one', () => {
  const cases = [
    ['major', '1.2.3', true],
    ['minor', '1.2.3', false],
    ['minor', '0.2.3', true],
    ['patch', '0.2.3', false],
    [undefined, '0.2.3', false],
  ];
  for (const [type, version, may] of cases)
    assert.equal(mayBreak(type, version), may, `${type} of ${version}`);
});

test('links are read outside code, anchors as GitHub makes them', () => {
  const text = '[a](b.md#c) ![p](<x.svg>) `[no](code.md)`\n```\n[no](fence.md)\n```\n[t](u "title")';
  assert.deepEqual(linksOf(text), ['b.md#c', 'x.svg', 'u']);
  assert.deepEqual(anchorsOf("# The paper's size\n## `adam`, twice\n## `adam`, twice\n"), [
    'the-papers-size',
    'adam-twice',
    'adam-twice-1',
  ]);
});

test('a link to a missing file, a missing heading, or out of the repository is dead', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'normprop-links-'));
  const root = join(parent, 'repository');
  mkdirSync(root);
  try {
    writeFileSync(join(parent, 'outside.md'), '');
    writeFileSync(join(root, 'b.md'), '# Here\n');
    writeFileSync(
      join(root, 'a.md'),
      '[good](b.md#here) [file](c.md) [heading](b.md#there) [out](../outside.md)\n',
    );
    execFileSync('git', ['init', '-q'], {cwd: root});
    execFileSync('git', ['add', '.'], {cwd: root});
    assert.deepEqual(await deadLinks(root), [
      'a.md: c.md: no such file',
      'a.md: b.md#there: no such heading',
      'a.md: ../outside.md: outside of the repository',
    ]);
  } finally {
    rmSync(parent, {recursive: true, force: true});
  }
});

test('a tarball with a test, without its licence or an entry has faults', () => {
  const manifest = {
    description: 'd',
    license: 'l',
    keywords: ['k'],
    engines: {},
    exports: {'.': './dist/index.js'},
  };
  const good = ['LICENSE', 'README.md', 'package.json', 'dist/index.js'];
  assert.deepEqual(faultsOf(good, manifest), []);
  const faults = faultsOf([...good.slice(1, 3), 'dist/a.test.js'], manifest);
  assert.equal(faults.length, 3, faults.join('; '));
});
