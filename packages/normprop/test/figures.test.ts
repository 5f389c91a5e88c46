import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {PNG} from 'pngjs';
import {modelDecay} from '../src/studies/gradient/modelDecay.js';
import {runCommand} from './support/runCommand.js';
import {emptyFolder} from './support/tinyRun.js';

/** Rows of a CSV file by heading. */
function rowsOf(file: string): Array<Record<string, string>> {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(row.map((value, column) => [head[column], value])));
}

describe('normprop figures gradient', () => {
  test('draws both figures and writes their data', async () => {
    const out = join(emptyFolder(), 'figures');
    const grid = ['--gammas', '0.5,2', '--gamma-c', '0.1,1', '--units', '12', '--length', '5'];
    const {code, out: printed} = await runCommand('figures', 'gradient', '--out', out, ...grid);
    expect(code).toBe(0);
    const norms = rowsOf(join(out, 'gradient-norm.csv'));
    expect(norms).toHaveLength(2 * 4);
    const at = (gammaX: string, gammaH: string): Record<string, string> =>
      norms.find((row) => row.gammaC === '1' && row.gammaX === gammaX && row.gammaH === gammaH)!;
    // More of the input, less of the gradient, by the equation and in the network.
    for (const norm of ['equation', 'network'])
      expect(Number(at('2', '0.5')[norm])).toBeLessThan(Number(at('0.5', '2')[norm]));
    // What another program simulated with 40,000 samples, which leaves it about 1 % of error.
    for (const [gammaX, gammaH, simulated] of [
      ['2', '2', 1.022],
      ['0.5', '0.5', 0.795],
      ['0.5', '2', 1.326],
    ] as const)
      expect(Math.abs(Number(at(gammaX, gammaH).equation) / simulated - 1)).toBeLessThan(0.03);
    const decay = rowsOf(join(out, 'gradient-decay.csv'));
    expect(decay).toHaveLength(5 * 5);
    const picture = readFileSync(join(out, 'gradient-norm.svg'), 'utf8');
    for (const text of [
      '>γc = 0.1<',
      '>eq. 28, weights neglected<',
      '>network / eq. 28<',
      Number(at('2', '2').equation).toFixed(2),
    ])
      expect(picture).toContain(text);
    expect(readFileSync(join(out, 'gradient-decay.svg'), 'utf8')).toContain('>Batch Norm</text>');
    expect(printed).toMatch(/\n1 +eq\. 28 +\d\.\d{3} +\d\.\d{3} +\d\.\d{3}\n1 +network /);
    for (const figure of ['gradient-norm', 'gradient-decay'])
      for (const kind of ['svg', 'png', 'csv']) expect(printed).toContain(join(out, `${figure}.${kind}`));
    const {width, height, data} = PNG.sync.read(readFileSync(join(out, 'gradient-decay.png')));
    expect(width).toBeGreaterThan(1500);
    expect(width).toBeGreaterThan(height);
    expect(new Set(data).size).toBeGreaterThan(50); // not a white sheet
  });

  test('bad gains are named, and nothing is written', async () => {
    const out = join(emptyFolder(), 'figures');
    const {code, err} = await runCommand('figures', 'gradient', '--out', out, '--gammas', '1,-1');
    expect(err).toMatch(/--gammas: expected a list like a,b, each a number above 0, got '1,-1'/);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});

describe('modelDecay', () => {
  const settings = {units: 16, length: 12, forgetBias: 0, seed: 3};

  test('Weight Norm with gains of 1 on unit columns is the baseline, in every norm', () => {
    const points = [...modelDecay({...settings, models: ['lstm', 'weightNorm']})];
    const [baseline, weightNorm] = [points.slice(0, 12), points.slice(12)];
    baseline.forEach(({stepsBack, hidden, cell}, index) => {
      expect(weightNorm[index].stepsBack).toBe(stepsBack);
      expect(weightNorm[index].hidden / hidden).toBeCloseTo(1, 3);
      expect(weightNorm[index].cell / cell).toBeCloseTo(1, 3);
    });
    expect(baseline[11].stepsBack).toBe(12);
    // Gates of about 1/2 forget: half of c passes in a step, and less of h.
    expect(baseline[11].cell).toBeLessThan(baseline[0].cell / 30);
  });

  test('an untrained Norm Prop with its usual gains lets the gradient fade, and not at once', () => {
    const points = [...modelDecay({...settings, models: ['normProp']})];
    expect(points[11].hidden).toBeLessThan(points[0].hidden);
    expect(points[11].hidden).toBeGreaterThan(points[0].hidden / 1000);
  });
});
