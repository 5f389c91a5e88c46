import {loadModel} from 'normprop-runtime';
import {greedyText} from './greedyText.js';

const model = await loadModel('model.safetensors');
const {labels} = model.inputs[0];
const stream = model.stream();
const [beginning, written, speed, guesses] = ['beginning', 'written', 'speed', 'guesses'].map((id) =>
  document.getElementById(id),
);

/** The symbol at which the cumulated probability passes a random number; the bolder, the higher the temperature. */
function draw(probabilities, temperature) {
  const weights = Array.from(probabilities, (p) => p ** (1 / temperature));
  let left = Math.random() * weights.reduce((a, b) => a + b);
  const symbol = weights.findIndex((weight) => (left -= weight) < 0);
  return symbol < 0 ? probabilities.indexOf(Math.max(...probabilities)) : symbol;
}

/** Reads the beginning; characters that the model does not know are left out. */
function read() {
  stream.reset();
  let probabilities;
  for (const character of beginning.value || ' ') {
    const symbol = labels.indexOf(character);
    if (symbol >= 0) probabilities = stream.step(symbol);
  }
  return probabilities ?? stream.step(labels.indexOf(' '));
}

function guess() {
  const best = [...read()].map((p, i) => [p, labels[i]]).sort(([a], [b]) => b - a);
  guesses.textContent = best
    .slice(0, 5)
    .map(([p, label]) => `${JSON.stringify(label)} ${(100 * p).toFixed(0)} %`)
    .join('   ');
}

document.getElementById('write').addEventListener('click', () => {
  const temperature = Number(document.getElementById('temperature').value);
  let probabilities = read();
  let text = '';
  const start = performance.now();
  for (let i = 0; i < 2000; i++) {
    const symbol = draw(probabilities, temperature);
    text += labels[symbol];
    probabilities = stream.step(symbol);
  }
  speed.textContent = `${Math.round(2000 / ((performance.now() - start) / 1000))} characters a second`;
  written.textContent = beginning.value + text;
});
document.getElementById('likeliest').addEventListener('click', () => {
  written.textContent = beginning.value + greedyText(model, beginning.value, 100);
});
beginning.addEventListener('input', guess);
guess();
