import {runCommand} from './support/runCommand.js';

const setting = ['--gamma-x', '2', '--gamma-h', '2', '--gamma-c', '1', '--forget-bias', '0'];

describe('normprop variances', () => {
  test('one row a method; the figures are those that another program found', async () => {
    const {code, out} = await runCommand('variances', ...setting, '--format', 'json');
    expect(code).toBe(0);
    const [paper, meanField] = JSON.parse(out) as Array<Record<string, number | boolean | string>>;
    // scipy, 13 digits
    expect(paper).toMatchObject({method: 'paper', source: 'formula', stable: null});
    expect(paper.cellVariance).toBeCloseTo(0.448051927806, 11);
    expect(paper.hiddenVariance).toBeCloseTo(0.149829515513, 11);
    // Measured in a simulated layer of 256 units: .5605 and .1416, to 2 %
    expect(meanField).toMatchObject({method: 'meanField', stable: true, gammaX: 2, forgetBias: 0});
    expect(Math.abs((meanField.cellVariance as number) / 0.5605 - 1)).toBeLessThan(0.02);
    expect(Math.abs((meanField.hiddenVariance as number) / 0.1416 - 1)).toBeLessThan(0.02);
    expect(meanField.cellError).toBeLessThan(0.01);
  });

  test('without settings the table: every combination, as CSV and as text', async () => {
    const {out} = await runCommand('variances', '--method', 'paper', '--format', 'csv');
    const [head, ...rows] = out.trimEnd().split('\n');
    expect(head).toMatch(
      /^gammaX,gammaH,gammaC,forgetBias,inputVariance,method,cellVariance,hiddenVariance,/,
    );
    expect(rows).toHaveLength(4 * 4 * 3 * 3);
    expect(new Set(rows).size).toBe(rows.length);
    const text = await runCommand('variances', '--method', 'paper', ...setting);
    expect(text.out).toMatch(/\npaper +2 +2 +1 +0 +1 +0\.44805 +0\.14983 +–\n$/);
  });

  test('several values of a setting; one without an answer says why in its place', async () => {
    const grid = ['--gamma-x', '1,2', '--gamma-h', '1', '--gamma-c', '0,1', '--forget-bias', '0'];
    const {code, out} = await runCommand('variances', ...grid, '--method', 'paper');
    expect(code).toBe(0);
    expect(out.match(/^paper /gm)).toHaveLength(4);
    expect(out.match(/no \(1\)/g)).toHaveLength(2);
    expect(out).toMatch(/\n\(1\) gammaC: .* no variance with gammaC = 0, so h cannot be normalised\n$/);
  });

  test.each([
    [['--gamma-x', '2,many'], 2, /--gamma-x: expected a list like a,b, each a number, got '2,many'/],
    [
      ['--method', 'guess'],
      2,
      /--method: expected a list like a,b, each one of paper, meanField, got 'guess'/,
    ],
    [['--format', 'xml'], 2, /--format: expected one of text, csv, json, got 'xml'/],
    [['--input-variance', '-1'], 2, /--input-variance: expected a number of at least 0, got '-1'/],
    [['--gamma-c', '0', '--method', 'paper'], 1, /gammaC: .* has no variance with gammaC = 0/],
  ])('%p', async (args, exit, message) => {
    const {code, out, err} = await runCommand('variances', ...args);
    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(code).toBe(exit);
  });
});
