/**
 * Draws a text from a model of normprop-runtime, character by character.
 *
 * @param {import('normprop-runtime').Model} model With labelled symbols in and probabilities out.
 * @param {{prime: string, length: number, temperature: number, random?: () => number}} options
 *   Characters of the prime that the model does not know are left out.
 */
export function writeText(model, {prime, length, temperature, random = Math.random}) {
  const {labels} = model.inputs[0];
  const stream = model.stream();
  try {
    let probabilities;
    for (const character of prime) {
      const symbol = labels.indexOf(character);
      if (symbol >= 0) probabilities = stream.step(symbol);
    }
    probabilities ??= stream.step(Math.max(0, labels.indexOf(' ')));
    let text = '';
    for (let i = 0; i < length; i++) {
      const symbol = draw(probabilities, temperature, random());
      text += labels[symbol];
      probabilities = stream.step(symbol);
    }
    return text;
  } finally {
    stream.dispose();
  }
}

/** The symbol at which the cumulated probability passes a uniform number; at temperature 0 the likeliest. */
function draw(probabilities, temperature, uniform) {
  const likeliest = probabilities.indexOf(Math.max(...probabilities));
  if (temperature === 0) return likeliest;
  const weights = Array.from(probabilities, (p) => p ** (1 / temperature));
  let left = uniform * weights.reduce((a, b) => a + b);
  const symbol = weights.findIndex((weight) => (left -= weight) < 0);
  return symbol < 0 ? likeliest : symbol; // rounding may leave a crumb at the end
}
