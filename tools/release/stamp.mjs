// Writes the owner's address into each package.json (repository with its folder, homepage, bugs) and makes its README's links
// to the rest of the repository whole addresses, since npm shows the README alone.
// usage: node tools/release/stamp.mjs
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join, posix} from 'node:path';
import {fileURLToPath} from 'node:url';
import {repositoryUrl} from './owner.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const url = repositoryUrl();
for (const name of readdirSync(join(root, 'packages'))) {
  const file = join(root, 'packages', name, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  if (manifest.private) continue;
  const stamped = {
    ...manifest,
    repository: {type: 'git', url: `git+${url}.git`, directory: `packages/${name}`},
    homepage: `${url}/tree/main/packages/${name}#readme`,
    bugs: `${url}/issues`,
  };
  writeFileSync(file, `${JSON.stringify(stamped, null, 2)}\n`);
  const readme = join(root, 'packages', name, 'README.md');
  const whole = readFileSync(readme, 'utf8').replace(
    /\]\((\.\.?\/[^)\s]+)\)/g,
    (_, link) => `](${url}/blob/main/${posix.join('packages', name, link)})`,
  );
  writeFileSync(readme, whole);
}
console.log(`Every package names ${url}.`);
