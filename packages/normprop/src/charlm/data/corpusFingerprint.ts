import {createHash} from 'node:crypto';
import type {TextCorpus} from 'normprop-datasets';

/** A hash of a corpus's symbols and vocabulary: equal for equal text, wherever the file lies. */
export function corpusFingerprint({vocabulary, train, valid}: TextCorpus): string {
  const hash = createHash('sha256').update(JSON.stringify(vocabulary.toJSON()));
  for (const stream of [train, valid]) {
    hash.update(`${stream.length} ${stream.BYTES_PER_ELEMENT} `);
    hash.update(Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength));
  }
  return hash.digest('hex');
}
