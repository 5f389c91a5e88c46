// Checks that package-lock.json installs anywhere: all platforms' binaries, no registry addresses, nothing deprecated.
// usage: node tools/lockcheck.mjs [package-lock.json]
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** One line for each problem of a lock file; empty when it is good. */
export function checkLock(file) {
  const {packages} = JSON.parse(readFileSync(file, 'utf8'));
  const short = (path) => path.replace(/.*node_modules\//, '');
  const locked = new Set(Object.keys(packages).map(short));
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    const name = `${short(path)}@${entry.version}`;
    const optional = Object.keys(entry.optionalDependencies ?? {});
    const missing = optional.filter((dependency) => !locked.has(dependency));
    if (missing.length > 0) {
      problems.push(
        `${name}: ${missing.length} of ${optional.length} optional (platform) packages are not locked: ${missing.join(' ')}; ` +
          'pin a version whose binaries exist for all platforms',
      );
    }
    if (entry.deprecated) problems.push(`${name}: deprecated: ${entry.deprecated}`);
    if (entry.resolved && !entry.link)
      problems.push(`${name}: names the address it came from: ${entry.resolved}`);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkLock(process.argv[2] ?? 'package-lock.json');
  console.log(problems.join('\n') || 'package-lock.json: no problem found');
  process.exit(problems.length === 0 ? 0 : 1);
}
