import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {charlmTask} from '../src/charlm/charlmTask.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {drawTask} from '../src/draw/drawTask.js';
import {expectedDrawMemory} from '../src/draw/train/expectedDrawMemory.js';
import {runTraining} from '../src/run/runTraining.js';
import {readSweepFile} from '../src/sweep/readSweepFile.js';
import {sweepRuns} from '../src/sweep/sweepRuns.js';
import {openRun, tasks} from '../src/tasks.js';
import {runCommand as run} from './support/runCommand.js';
import {start, sweepLines} from './support/sweepProcess.js';
import {tinyDrawConfig, tinyImages, trainDraw} from './support/tinyDraw.js';
import {backend, emptyFolder, tinyConfig} from './support/tinyRun.js';

const images = tinyImages();
const configFile = (folder: string): string => join(folder, 'config.json');
const savedIn = (folder: string) =>
  JSON.parse(readFileSync(configFile(folder), 'utf8')) as Record<string, unknown>;

describe('a run folder', () => {
  const [text, digits] = [emptyFolder(), emptyFolder()];

  beforeAll(async () => {
    await trainCharlm(tinyConfig({updates: 2}), {folder: text});
    await trainDraw(tinyDrawConfig({updates: 2}), {folder: digits, images});
  });

  test('says its kind and its format, before its config', () => {
    expect(Object.entries(savedIn(text)).slice(0, 2)).toEqual([['kind', 'charlm'], ['format', 1]]); // prettier-ignore
    expect(Object.entries(savedIn(digits)).slice(0, 2)).toEqual([['kind', 'draw'], ['format', 1]]); // prettier-ignore
  });

  test.each([
    ['charlm', text],
    ['draw', digits],
  ])('of before kinds is still read, as %s', (kind, folder) => {
    const now = readFileSync(configFile(folder), 'utf8');
    writeFileSync(
      configFile(folder),
      JSON.stringify({...savedIn(folder), kind: undefined, format: undefined}),
    );
    const {task} = openRun(folder);
    expect(task.kind).toBe(kind);
    writeFileSync(configFile(folder), now);
  });

  test.each([
    [
      'sample',
      digits,
      `holds a run of DRAW, and 'normprop sample' is for text; 'normprop draw sample ${digits}'`,
    ],
    ['evaluate', digits, `holds a run of DRAW, and 'normprop evaluate' is for text; its bounds are measured`],
    [
      'inspect',
      digits,
      `holds a run of DRAW, and 'normprop inspect' is for text; 'normprop draw figure ${digits}'`,
    ],
    [
      'draw sample',
      text,
      `holds a run of text, and 'normprop draw sample' is for DRAW; 'normprop sample ${text}'`,
    ],
    ['draw figure', text, `holds a run of text, and 'normprop draw figure' is for DRAW`],
    ['train charlm --resume --out', digits, `holds a run of kind 'draw', not 'charlm'.`],
    ['draw train --resume --out', text, `holds a run of kind 'charlm', not 'draw'.`],
  ])('of another kind: %s says so in a line', async (command, folder, words) => {
    const {code, err} = await run(...command.split(' '), folder);
    expect(err).toContain(`run folder ${folder}: ${words}`);
    expect(err).not.toContain('This should not happen');
    expect(code).toBe(1);
  });

  test.each([
    [{kind: 'poems', format: 1}, 'kind: expected one of charlm, draw, got "poems"'],
    [{kind: 'charlm', format: 2}, 'format: expected 1, got 2; another version of normprop wrote it'],
    [{format: 1}, 'kind: expected the name of a task, got undefined'],
  ])('with %j is refused by name', async (description, words) => {
    const folder = emptyFolder();
    writeFileSync(configFile(folder), JSON.stringify({...description, model: 'lstm'}));
    const {err} = await run('sample', folder);
    expect(err).toContain(`run folder ${folder}: ${words}`);
  });

  test("its config.json serves as --config of the same kind's training only", async () => {
    const again = join(emptyFolder(), 'again');
    const args = ['--config', configFile(text), '--out', again, '--updates', '1'];
    expect((await run('train', 'charlm', ...args)).code).toBe(0);
    const {err, code} = await run('draw', 'train', ...args);
    expect(err).toContain(`config file ${configFile(text)}: kind: expected 'draw', got 'charlm'`);
    expect(code).toBe(2);
  });
});

describe('DRAW has what text has', () => {
  test('turns: trained beside another, it is to the bit what it is alone', async () => {
    const configs = (['lstm', 'normProp'] as const).map((model) => tinyDrawConfig({model, updates: 30}));
    const together = await runTraining(
      drawTask,
      configs.map((config) => ({config, folder: emptyFolder(), data: images})),
    );
    for (const [index, config] of configs.entries()) {
      const alone = await trainDraw(config, {folder: emptyFolder(), images});
      expect(together[index].result.test.bound).toBe(alone.result.test.bound);
    }
  });

  test('the expected size and time', async () => {
    const told: string[] = [];
    await trainDraw(tinyDrawConfig({updates: 3}), {
      folder: emptyFolder(),
      images,
      tell: (line) => void told.push(line),
    });
    expect(told).toEqual([
      expect.stringMatching(/^Norm Prop: [\d,]+ parameters, 3 updates, about 0\.2 GB of memory\.$/),
    ]);
  });

  test('a memory that was measured: 32 glimpses, 256 units, batch 64 took 702 MB', () => {
    const size = {glimpses: 32, units: 256, batch: 64};
    const expected = expectedDrawMemory(size, {parameters: 964075, imageShape: [28, 28, 1], runs: 1});
    expect(Math.abs(expected / 702e6 - 1)).toBeLessThan(1 / 3);
  });

  test('sweeps: of a file that says so, with its own options, trained by the program', async () => {
    const file = join(emptyFolder(), 'sweep.json');
    const {units, batch} = {units: 4, batch: 20};
    const base = {...{units, batch, backend}, glimpses: 2, latentSize: 2, updates: 2, validationImages: 20};
    writeFileSync(file, JSON.stringify({kind: 'draw', base, grid: {readSize: [2, 3]}}));
    const {task, sweep} = await readSweepFile(file);
    const runs = sweepRuns(task, sweep);
    expect(runs.map(({name, task: {kind}}) => [name, kind])).toEqual([
      ['readSize=2-seed1', 'draw'],
      ['readSize=3-seed1', 'draw'],
    ]);
    const folder = join(emptyFolder(), 'search');
    const {code, text} = await start('sweep', file, '--out', folder).ended;
    expect({code, text}).toMatchObject({code: 0});
    expect(text).toMatch(/2 of 2 finished · best readSize=\d-seed1: \d+\.\d\d/);
    expect(sweepLines(folder)).toMatchObject([{state: 'finished'}, {state: 'finished'}]);
    expect(savedIn(join(folder, 'readSize=3-seed1'))).toMatchObject({kind: 'draw', readSize: 3});
  }, 180_000);
});

test('a sweep file of an unknown kind is refused with those that there are', async () => {
  const file = join(emptyFolder(), 'sweep.json');
  writeFileSync(file, JSON.stringify({kind: 'poems', grid: {units: [1, 2]}}));
  await expect(readSweepFile(file)).rejects.toThrow("kind: expected one of charlm, draw, got 'poems'");
  expect(tasks[0]).toBe(charlmTask);
});
