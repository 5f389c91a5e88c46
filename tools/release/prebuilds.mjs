// Which prebuilt binaries normprop-native would be published with; ends with 1 where one is missing that a release needs.
// usage: node tools/release/prebuilds.mjs
import {existsSync, readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const folder = new URL('../../packages/normprop-native/native/prebuilds/', import.meta.url);
/** Most servers and the developers' machines. */
const needed = ['darwin-arm64', 'linux-arm64/glibc', 'linux-x64/glibc'];

/**
 * The platforms of prebuilt binaries, `linux-x64/glibc` or `darwin-arm64`. prebuildify writes `glibc` on every system but Alpine.
 *
 * @param {string[]} files Paths in the folder, with slashes: `linux-x64/node.glibc.node`.
 */
export const platformsOf = (files) =>
  files.flatMap((file) => {
    const [, platform, libc] = /^([^/]+)\/[^/]*?\.(glibc|musl)\.node$/.exec(file) ?? [];
    return platform === undefined ? [] : [platform.startsWith('linux') ? `${platform}/${libc}` : platform];
  });

/** What is missing of what a release needs. */
export const missingOf = (platforms) => needed.filter((platform) => !platforms.includes(platform));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = existsSync(folder) ? readdirSync(folder, {recursive: true}) : [];
  const platforms = platformsOf(files.map((file) => file.replaceAll('\\', '/'))).sort();
  console.log(`prebuilt binaries: ${platforms.join(', ') || 'none'}`);
  const missing = missingOf(platforms);
  if (missing.length > 0) {
    console.error(`missing: ${missing.join(', ')}; the workflow native.yml makes them`);
    process.exitCode = 1;
  }
}
