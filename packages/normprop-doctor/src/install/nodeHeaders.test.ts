import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {FakePrograms} from '../../test/support/fakePrograms.js';
import {emptyFolder} from '../../test/support/emptyFolder.js';
import {installNodeHeaders, nodeHeaders} from './nodeHeaders.js';

/** A folder with bin/node and, where asked, include/node. */
function nodePrefix(withHeaders: boolean): string {
  const prefix = emptyFolder();
  mkdirSync(join(prefix, 'bin'));
  writeFileSync(join(prefix, 'bin/node'), '');
  if (withHeaders) {
    mkdirSync(join(prefix, 'include/node'), {recursive: true});
    writeFileSync(join(prefix, 'include/node/node_api.h'), '');
  }
  return prefix;
}

test('finds them beside the node program, and NODEDIR before that', () => {
  const [one, other] = [nodePrefix(true), nodePrefix(true)];
  expect(nodeHeaders(join(one, 'bin/node'), {})).toBe(join(one, 'include/node'));
  expect(nodeHeaders(join(one, 'bin/node'), {NODEDIR: other})).toBe(join(other, 'include/node'));
});

test("finds them in node-gyp's cache", () => {
  const cache = emptyFolder();
  const include = join(cache, 'node-gyp', process.versions.node, 'include/node');
  mkdirSync(include, {recursive: true});
  writeFileSync(join(include, 'node_api.h'), '');
  expect(nodeHeaders(join(nodePrefix(false), 'bin/node'), {XDG_CACHE_HOME: cache})).toBe(include);
  expect(nodeHeaders(join(nodePrefix(false), 'bin/node'), {XDG_CACHE_HOME: emptyFolder()})).toBeUndefined();
});

test('installs them from npm where there are none, once', async () => {
  const fakes = new FakePrograms({
    npm: '/bin/mkdir -p "$3/node_modules/node-api-headers/include"; echo > "$3/node_modules/node-api-headers/include/node_api.h"',
  });
  try {
    const cache = emptyFolder();
    const include = await installNodeHeaders(cache, () => undefined);
    expect(existsSync(join(include, 'node_api.h'))).toBe(true);
    expect(await installNodeHeaders(cache, () => undefined)).toBe(include);
    expect(fakes.called()).toHaveLength(1);
    expect(readdirSync(cache)).toEqual(['node-api-headers']);
  } finally {
    fakes.restore();
  }
});

test('says what would do where npm cannot', async () => {
  const fakes = new FakePrograms({npm: null});
  try {
    const cache = emptyFolder();
    await expect(installNodeHeaders(cache, () => undefined)).rejects.toThrow(/libnode-dev; or set NODEDIR/);
    expect(readdirSync(cache)).toEqual([]);
  } finally {
    fakes.restore();
  }
});
