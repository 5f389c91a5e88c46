import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {runCommandLine} from '../src/commandLine.js';
import {charlmTask} from '../src/charlm/charlmTask.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import {demoPlan} from '../src/run/demoPlan.js';
import {updatesThatFit} from '../src/run/updatesThatFit.js';
import {emptyFolder, tinyConfig} from './support/tinyRun.js';

const demoEntries = (updates: number, units = charlmTask.demo.units) =>
  charlmTask.demo.entries(updates, units);

describe('demo', () => {
  test('its two runs differ in the model’s own options and the learning rate alone', () => {
    const [baseline, normProp] = demoEntries(100).map(({config}) => config);
    const differing = Object.keys(baseline).filter(
      (name) => baseline[name as never] !== normProp[name as never],
    );
    expect(differing.sort()).toEqual(
      [
        'cellPenalty',
        'gammaC',
        'gammaH',
        'gammaX',
        'inputVariance',
        'learningRate',
        'model',
        'unitNorm',
        'varianceMethod',
      ].sort(),
    );
  });

  test('as many updates as fit: more time, more updates, in steps of 25', async () => {
    const runs = (['lstm', 'normProp'] as const).map((model) => ({config: tinyConfig({model})}));
    expect(await updatesThatFit(charlmTask, runs, 1e-9)).toBe(25);
    expect(await updatesThatFit(charlmTask, runs, 1e9)).toBe(5000);
  });

  test('resumes an interrupted demo, with its number of updates, and replaces any other', async () => {
    const out = emptyFolder();
    expect(await demoPlan(charlmTask, out, {updates: 7})).toEqual({
      entries: demoEntries(7),
      found: 'nothing',
    });
    const [first] = demoEntries(7, 9);
    await new CharlmRunFolder(join(out, first.folder)).begin(first.config);
    expect(await demoPlan(charlmTask, out)).toEqual({entries: demoEntries(7, 9), found: 'interrupted'});
    expect(await demoPlan(charlmTask, out, {updates: 8})).toEqual({entries: demoEntries(8), found: 'other'});
    await new CharlmRunFolder(join(out, first.folder)).begin({...first.config, learningRate: 5});
    expect((await demoPlan(charlmTask, out, {updates: 7})).found).toBe('other');
  });

  test('ends with a table, samples and the report', async () => {
    const out = join(emptyFolder(), 'demo');
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const args = ['demo', '--out', out, '--updates', '1', '--units', '16'];
    const code = await runCommandLine(args, {stdout, stderr: stderr as unknown as NodeJS.WriteStream});
    expect(code).toBe(0);
    const text = String(stdout.read());
    expect(text).toMatch(/16 units, 1 updates each/);
    expect(text).toMatch(/LSTM \(baseline\) .*\nNorm Prop .*\ntf\.layers\.lstm \(timing only\) +– +– +– +\d/);
    expect(text).toContain('Norm Prop writes');
    expect(text).toContain(`Report: ${join(out, 'report.html')}`);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
      'npm run demo -- --updates 1 --units 16',
    );
  });
});
