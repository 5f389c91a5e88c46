import {deepEqual} from 'node:assert/strict';
import {test} from 'node:test';
import {missingOf, platformsOf} from './prebuilds.mjs';

test('the platforms of prebuilt binaries, and what a release lacks', () => {
  const platforms = platformsOf([
    'linux-x64',
    'linux-x64/node.glibc.node',
    'linux-x64/node.musl.node',
    'darwin-arm64/node.glibc.node',
    'darwin-arm64/notes.txt',
  ]);
  deepEqual(platforms, ['linux-x64/glibc', 'linux-x64/musl', 'darwin-arm64']);
  deepEqual(missingOf(platforms), ['linux-arm64/glibc']);
});
