import {textCorpus} from 'normprop-datasets';
import {corpusLimits} from './corpusLimits.js';

/**
 * A text as symbols; all of it is for training.
 *
 * @throws For a text that is too short or has more different characters than a page can show well.
 */
export function corpusOf(text) {
  corpusLimits(text);
  const corpus = textCorpus({name: 'text', texts: {train: text, valid: '', test: ''}});
  const {size} = corpus.vocabulary;
  if (size > 512) throw new Error(`The text has ${size} different characters. This page takes up to 512.`);
  return corpus;
}
