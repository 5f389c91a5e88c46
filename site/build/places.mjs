import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The folder of the site. */
export const site = fileURLToPath(new URL('..', import.meta.url));
/** The repository. */
export const root = join(site, '..');
/** What VitePress reads, in the order of the repository; made by collect.mjs. */
export const collected = join(site, 'collected');
/** The built site. */
export const built = join(site, 'dist');
