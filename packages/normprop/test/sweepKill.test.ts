import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {emptyFolder} from './support/tinyRun.js';
import {
  lockOf,
  loggedUpdates,
  outcomes,
  runNames,
  start,
  sweepFile,
  sweepLines,
  until,
  updates,
} from './support/sweepProcess.js';

const file = sweepFile();
const sweep = (folder: string, ...more: string[]) =>
  start('sweep', file, '--out', folder, '--jobs', '2', ...more);

/** The first run, once it is in the middle of its training. */
async function inTheMiddle(folder: string): Promise<string> {
  const run = join(folder, runNames[0]);
  await until(`${run} in the middle`, () => loggedUpdates(run).length > 10);
  expect(existsSync(join(run, 'result.json'))).toBe(false);
  return run;
}

// Many processes start, on a machine that may be busy.
jest.setTimeout(180_000);

describe('a sweep on one machine', () => {
  let whole: unknown;

  beforeAll(async () => {
    const folder = join(emptyFolder(), 'whole');
    const {code, text} = await sweep(folder).ended;
    expect({code, text}).toMatchObject({code: 0});
    expect(text).toMatch(/4 of 4 finished · best \S+: \d\.\d{3}/);
    expect(text).toContain('Best of each variant');
    whole = outcomes(folder);
    const lines = sweepLines(folder) as unknown as Array<{validation: {bitsPerCharacter: number}}>;
    const bits = lines.map(({validation}) => validation.bitsPerCharacter);
    expect(bits).toHaveLength(4);
    expect(bits).toEqual([...bits].sort((one, other) => one - other));
  });

  test('whose driver is killed with -9: its trainers save and end; resumed, all ends as if nothing had been', async () => {
    const folder = join(emptyFolder(), 'killed');
    const driver = sweep(folder);
    const run = await inTheMiddle(folder);
    const {pid} = lockOf(run);
    driver.process.kill('SIGKILL');
    await driver.ended;
    await until('the trainer gone', () => lockOf(run).free && !isAlive(pid));
    const saved = loggedUpdates(run).pop()!;
    expect(saved).toBeLessThan(updates);

    const refused = await sweep(folder).ended;
    expect(refused).toMatchObject({code: 1});
    expect(refused.text).toContain('already holds a run. Add --resume to go on');

    const resumed = await sweep(folder, '--resume').ended;
    expect({...resumed}).toMatchObject({code: 0});
    expect(lockOf(run).name).toBe('lock-000002'); // the second process that trained here
    expect(outcomes(folder)).toEqual(whole);

    const again = await sweep(folder, '--resume').ended;
    expect(again).toMatchObject({code: 0});
    expect(again.text).toContain('4 runs, 4 of them finished before');
    expect(runNames.map((name) => lockOf(join(folder, name)).name).slice(-1)).toEqual(['lock-000001']);
    expect(outcomes(folder)).toEqual(whole);
  });

  test('one of whose runs is killed with -9 resumes it by itself', async () => {
    const folder = join(emptyFolder(), 'run-killed');
    const driver = sweep(folder);
    process.kill(lockOf(await inTheMiddle(folder)).pid, 'SIGKILL');
    const {code, text} = await driver.ended;
    expect(text).toContain(
      `${runNames[0]}: its process was ended by SIGKILL; going on from the last checkpoint`,
    );
    expect({code, text}).toMatchObject({code: 0});
    expect(outcomes(folder)).toEqual(whole);
  });

  test('that is started twice at once trains every run once', async () => {
    const folder = join(emptyFolder(), 'twice');
    const first = sweep(folder);
    await inTheMiddle(folder);
    const second = await sweep(folder, '--resume').ended;
    expect({...second}).toMatchObject({code: 0});
    expect(second.text).toContain('waits: another process has its folder');
    expect(await first.ended).toMatchObject({code: 0});
    expect(outcomes(folder)).toEqual(whole);
  });

  test('a run that fails is reported and does not stop the others; Ctrl-C saves and says how to go on', async () => {
    const folder = join(emptyFolder(), 'failing');
    const failing = join(emptyFolder(), 'failing.json');
    const content = JSON.parse(readFileSync(file, 'utf8')) as {base: object};
    const given = {base: content.base, grid: {learningRate: [1e38, 0.01]}};
    writeFileSync(failing, JSON.stringify(given));
    const {code, text} = await start('sweep', failing, '--out', folder, '--jobs', '2').ended;
    expect({code, text}).toMatchObject({code: 1});
    expect(text).toMatch(/learningRate=1e\+38-seed1 failed: Update \d+: the /);
    expect(text).toContain('1 of 2 runs are finished, 1 failed');
    expect(sweepLines(folder).map(({run, state}) => [run, state])).toEqual([
      ['learningRate=0.01-seed1', 'finished'],
      ['learningRate=1e+38-seed1', 'failed'],
    ]);

    const stopped = join(emptyFolder(), 'stopped');
    const driver = sweep(stopped);
    await inTheMiddle(stopped);
    driver.process.kill('SIGINT');
    const end = await driver.ended;
    expect({...end}).toMatchObject({code: 130});
    expect(end.text).toContain('the others are saved.\nTo go on: the same command with --resume');
    expect(lockOf(join(stopped, runNames[0]))).toMatchObject({free: true});
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
