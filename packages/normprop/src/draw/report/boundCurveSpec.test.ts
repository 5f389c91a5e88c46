import {renderChart} from '../../page/renderChart.js';
import {svgToPng} from '../../page/svgToPng.js';
import type {DrawSummary} from '../record/drawTypes.js';
import {boundCurveSpec} from './boundCurveSpec.js';

/** A run with a validation and a test bound after each epoch. */
const runOf = (...bounds: number[]): DrawSummary =>
  ({
    name: 'run',
    group: 'run',
    metrics: bounds.flatMap((bound, index) =>
      ['validation', 'test'].map((kind) => ({kind, update: index + 1, epoch: index + 1, bound})),
    ),
  }) as unknown as DrawSummary;

const domainOf = (run: DrawSummary): number[] => {
  const {layer} = boundCurveSpec([run], ['validation', 'test']) as unknown as {
    layer: Array<{encoding: {y: {scale: {domain: number[]}}}}>;
  };
  return layer[0].encoding.y.scale.domain;
};

test('a few epochs are all shown; of more the first is left out, which would flatten the others', () => {
  expect(domainOf(runOf(164, 140, 128))[1]).toBeGreaterThanOrEqual(164);
  expect(domainOf(runOf(540, 140, 128, 120, 118, 117))[1]).toBeLessThan(160);
});

test('a curve that begins far outside the picture becomes a PNG too', async () => {
  const svg = await renderChart(
    boundCurveSpec([runOf(5400, 140, 128, 120, 118, 117)], ['validation', 'test']),
  );
  expect((await svgToPng(svg)).length).toBeGreaterThan(1000);
});
