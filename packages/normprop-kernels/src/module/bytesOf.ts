import {applyDifferences} from './applyDifferences.js';
import {decodeText} from './decodeText.js';

/** The bytes of a build: of the plain one, or with what differs of another. */
export function bytesOf(plain: string, differences?: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeText(plain);
  return differences === undefined ? bytes : applyDifferences(bytes, decodeText(differences));
}
