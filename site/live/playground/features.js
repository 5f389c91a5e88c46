/** What a cell may have learned to keep track of: a number for each character of a text. */
export const features = {
  'inside quotes': (text) => {
    let open = false;
    return Array.from(text, (character) => {
      if (character === '“') open = true;
      else if (character === '”') open = false;
      else if (character === '"') open = !open;
      return Number(open);
    });
  },
  'place in the line': (text) => {
    let place = 0;
    return Array.from(text, (character) => (place = character === '\n' ? 0 : place + 1));
  },
  'length of the word': (text) => {
    let length = 0;
    return Array.from(text, (character) => (length = /[\p{L}\p{N}]/u.test(character) ? length + 1 : 0));
  },
  'depth of the indent': (text) => {
    let depth = 0;
    let leading = true;
    return Array.from(text, (character) => {
      if (character === '\n') [depth, leading] = [0, true];
      else if (leading && (character === ' ' || character === '\t')) depth++;
      else leading = false;
      return depth;
    });
  },
};

/**
 * The cell that follows each feature best.
 *
 * @param {string} text
 * @param {Float32Array} cells [characters, units].
 * @returns {Array<{feature: string, unit: number, correlation: number}>} Features that the text does not have are left out.
 */
export function bestCells(text, cells) {
  const count = Array.from(text).length;
  const units = cells.length / count;
  const columns = Array.from({length: units}, (_, unit) =>
    Float64Array.from({length: count}, (_, i) => cells[i * units + unit]),
  );
  return Object.entries(features).flatMap(([feature, of]) => {
    const wanted = of(text);
    const correlations = columns.map((column) => correlation(wanted, column));
    const unit = correlations.reduce(
      (best, value, i) => (Math.abs(value) > Math.abs(correlations[best]) ? i : best),
      0,
    );
    const value = correlations[unit];
    return value === 0 ? [] : [{feature, unit, correlation: value}];
  });
}

/** Pearson's; 0 where one of the two does not vary. */
function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i] - mb);
    aa += (value - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  });
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
