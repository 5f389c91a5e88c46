import {UserError} from '../userError.js';

/** What the codes of a disk that refuses mean, for those who have to mend it. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EIO: 'the disk has an error',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EISDIR: 'this is a folder, not a file',
  EFBIG: 'the file is too large for the disk',
};

/** Why the disk refused, in words; undefined for an error that is not the disk's. */
export function diskReason(error: unknown): string | undefined {
  const {code = ''} = (error ?? {}) as NodeJS.ErrnoException;
  return Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}

/** An error of the disk as what the person at the keyboard reads; any other error as it is. */
export function explainDisk(error: unknown, what?: string): unknown {
  const reason = diskReason(error);
  if (reason === undefined) return error;
  const {path} = error as NodeJS.ErrnoException;
  const where = what ?? path;
  const message =
    where === undefined ? `A file cannot be written: ${reason}.` : `${where}: cannot be written: ${reason}.`;
  return Object.assign(new UserError(message), {cause: error});
}
