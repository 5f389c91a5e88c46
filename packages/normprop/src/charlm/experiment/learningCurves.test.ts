import {mostColours, renderChart} from '../../page/renderChart.js';
import {curvesOf, learningCurveSpec} from './learningCurves.js';
import type {RunGroup} from './runGroup.js';

/** Groups whose validation ends at 3, 2.9, 2.8, … */
const groups = (count: number): RunGroup[] =>
  Array.from({length: count}, (_, index) => {
    const points = [1, 2].map((step) => ({
      update: step * 10,
      seconds: step,
      bitsPerCharacter: 4 - step / 2 - index / 10,
    }));
    const run = {config: {seed: 1}, training: points, validation: points};
    return {name: `group ${index}`, word: '', runs: [run]} as unknown as RunGroup;
  });

const drawn = (all: RunGroup[]): string[] => [...new Set(curvesOf(all).map(({group}) => group))];

test('no two groups of a figure share a colour', async () => {
  const svg = await renderChart(learningCurveSpec(curvesOf(groups(mostColours)), 'update'));
  const marks = svg.slice(svg.indexOf('mark-line'));
  const colours = new Set([...marks.matchAll(/stroke="(#\w{6})"/g)].map(([, colour]) => colour));
  expect(colours.size).toBe(mostColours);
});

test('where there are more groups than colours the best are drawn, in their order', () => {
  expect(drawn(groups(mostColours))).toHaveLength(mostColours);
  const names = drawn(groups(mostColours + 3));
  expect(names).toEqual(Array.from({length: mostColours}, (_, index) => `group ${index + 3}`));
});
