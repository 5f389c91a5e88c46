/** The likeliest text after a beginning, character by character; the beginning has only characters that the model knows. */
export function greedyText(model, beginning, length) {
  const {labels} = model.inputs[0];
  const stream = model.stream();
  let probabilities;
  for (const character of beginning) probabilities = stream.step(labels.indexOf(character));
  let text = '';
  for (let i = 0; i < length; i++) {
    const symbol = probabilities.indexOf(Math.max(...probabilities));
    text += labels[symbol];
    probabilities = stream.step(symbol);
  }
  stream.dispose();
  return text;
}
