/**
 * What every cell holds after each character of a text.
 *
 * @param {import('normprop-runtime').Model} model With labelled symbols; characters that it does not know are left out.
 * @returns {{text: string, cells: Float32Array}} The characters that were read, and tanh(c) [characters, units].
 */
export function readCells(model, text) {
  const {labels} = model.inputs[0];
  const known = Array.from(text).filter((character) => labels.includes(character));
  const stream = model.stream();
  try {
    const rows = known.map((character) => {
      stream.step(labels.indexOf(character));
      return stream.state[0].cell;
    });
    const units = rows[0]?.length ?? 0;
    const cells = new Float32Array(rows.length * units);
    rows.forEach((row, i) => cells.set(row.map(Math.tanh), i * units));
    return {text: known.join(''), cells};
  } finally {
    stream.dispose();
  }
}
