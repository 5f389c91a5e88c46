import {writeText} from '../training/writeText.js';

/**
 * What a model file writes; the file is one of this page or of `normprop export`.
 *
 * @throws For a file of another kind, or a model that does not read characters.
 */
export async function openFile(file, options) {
  const {openModel} = await import('../training/openModel.js');
  const model = await openModel(new Uint8Array(await file.arrayBuffer()));
  try {
    const {kind, labels} = model.inputs[0];
    if (kind !== 'symbols' || !labels)
      throw new Error(`${file.name}: a model that reads characters was expected; this one reads ${kind}.`);
    return writeText(model, options);
  } finally {
    model.dispose();
  }
}
