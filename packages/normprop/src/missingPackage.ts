import {UserError} from './userError.js';

/** A package that only some commands need, so that it is not installed with this one, is not there. */
export class MissingPackage extends UserError {}

/**
 * `error`, or where it says that a package was not found an error that says what to install.
 *
 * @param use What needs it, such as 'charts need'. @param packages Names with versions, as `npm install` takes them.
 */
export function whatToInstall(error: unknown, use: string, packages: string): unknown {
  const {code} = error as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return error;
  const several = packages.includes(' ') ? 'packages that do' : 'a package that does';
  return new MissingPackage(`${use} ${several} not come with normprop: npm install ${packages}`, 2);
}
