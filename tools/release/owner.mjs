// Whose packages these are: the one place is owner.json. A release does not begin while it is unset.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
 * The address of the repository, such as https://github.com/<owner>/<name>.
 *
 * @throws {Error} While owner.json holds none.
 */
export function repositoryUrl(file = fileURLToPath(new URL('owner.json', import.meta.url))) {
  const {repository} = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof repository !== 'string' || !/^https:\/\/[^/]+\/[^/]+\/[^/]+$/.test(repository))
    throw new Error(
      `tools/release/owner.json: expected {"repository": "https://github.com/<owner>/<name>"}, got ${JSON.stringify(repository)}`,
    );
  return repository;
}
