// Draws docs/variance-response.svg: E[h²] that a layer answers to a recurrent input of E[h²] = q, with the constants kept.
// usage, after a build: node scripts/drawResponseCurves.mjs   (a minute)
import {writeFileSync} from 'node:fs';
import {amplitudeResponse} from '../dist/esm/meanField/amplitudeResponse.js';
import {CommonField} from '../dist/esm/meanField/commonField.js';
import {NoisePool} from '../dist/esm/meanField/noisePool.js';
import {pathLength} from '../dist/esm/meanField/pathLength.js';

const settings = [
  {gains: [2, 2, 1, 1], color: '#0072b2'},
  {gains: [0.5, 0.5, 0.5, 1], color: '#009e73'},
  {gains: [0.1, 0.1, 0.1, 1], color: '#e69f00'},
  {gains: [0.1, 1, 0.1, 1], color: '#d55e00'},
];
const qs = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1, 1.1, 1.25, 1.4];
const [width, height, margin] = [560, 420, 48];
const X = (q) => margin + (q / 1.5) * (width - 2 * margin);
const Y = (value) => height - margin - (value / 1.5) * (height - 2 * margin);

const curves = settings.map(({gains: [gammaX, gammaH, gammaC, forgetBias], color}, index) => {
  const unit = {
    gammaX: Array(4).fill(gammaX),
    gammaH: Array(4).fill(gammaH),
    gammaC,
    bias: [0, forgetBias, 0, 0],
    inputVariance: 1,
  };
  const field = new CommonField([{unit, weight: 1}]);
  const pool = new NoisePool(1);
  const draw = (length) => pool.draw(length, Math.max(16, 2 ** 15 / length));
  const {length, start} = pathLength((trial, hidden) => field.solve(draw(trial), hidden));
  const noise = draw(length);
  const hidden = field.solve(noise, start);
  const answer = field.frozenAnswer(hidden, noise);
  const points = qs.map(
    (q) => `${X(q).toFixed(1)},${Y(Math.min(1.5, amplitudeResponse(q, hidden, answer))).toFixed(1)}`,
  );
  const label = `γ = ${gammaX}, ${gammaH}, ${gammaC}, forget bias ${forgetBias}`;
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>
<text x="${margin + 14}" y="${margin + 10 + 18 * index}" fill="${color}">${label}</text>`;
});
const ticks = [0, 0.5, 1, 1.5].map(
  (v) => `<text x="${X(v)}" y="${height - margin + 18}" text-anchor="middle">${v}</text>
<text x="${margin - 8}" y="${Y(v) + 4}" text-anchor="end">${v}</text>`,
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">
<rect width="${width}" height="${height}" fill="white"/>
<path d="M${X(0)},${Y(1.5)}V${Y(0)}H${X(1.5)}" fill="none" stroke="#444"/>
<line x1="${X(0)}" y1="${Y(0)}" x2="${X(1.5)}" y2="${Y(1.5)}" stroke="#999" stroke-dasharray="4 4"/>
${ticks.join('\n')}
<text x="${width / 2}" y="${height - 8}" text-anchor="middle">E[h²] of the recurrent input, q</text>
<text transform="translate(14 ${height / 2}) rotate(-90)" text-anchor="middle">E[h²] of the answer, G(q)</text>
${curves.join('\n')}
</svg>
`;
writeFileSync(new URL('../../../docs/variance-response.svg', import.meta.url), svg);
