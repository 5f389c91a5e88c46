import {spawn, spawnSync} from 'node:child_process';
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {emptyFolder} from './support/tinyRun.js';

const program = resolve(__dirname, '../../../experiments/battery/battery.mjs');
/** Two models, three rates, two seeds, three updates each: 2 · (3 + 1) runs. */
const tiny = (file: string): string[] => [
  ...[program, '--quick', '--jobs', '1', '--seeds', '2', '--updates', '3', '--lines', file],
  ...['--tasks', 'quickStart', '--variants', 'lstm,normProp', '--optimizers', 'plain'],
];
const text = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const whole = (file: string): string[] => text(file).split('\n').slice(0, -1);

test('the battery goes on where it was killed, trains nothing twice, and makes its table from the lines', async () => {
  const file = join(emptyFolder(), 'lines.jsonl');
  const child = spawn(process.execPath, tiny(file), {stdio: 'ignore'});
  const ended = new Promise<NodeJS.Signals | null>((done) => child.on('close', (_, signal) => done(signal)));
  const watch = setInterval(() => whole(file).length >= 2 && child.kill('SIGKILL'), 5);
  const signal = await ended;
  clearInterval(watch);
  expect(signal).toBe('SIGKILL');
  const before = whole(file);
  expect(before.length).toBeGreaterThanOrEqual(2);
  expect(before.length).toBeLessThan(8);
  appendFileSync(file, '{"task": "quickSt'); // cut off in the middle of a write

  const {status, stdout, stderr} = spawnSync(process.execPath, tiny(file), {encoding: 'utf8'});
  expect({status, stderr}).toMatchObject({status: 0});
  const lines = whole(file);
  expect(lines.slice(0, before.length)).toEqual(before);
  const runs = lines.map((line) => JSON.parse(line) as {key: string; seed: number; best: number});
  expect(new Set(runs.map(({key}) => key)).size).toBe(8);
  expect(runs).toHaveLength(8);
  expect(runs.filter(({seed}) => seed === 2)).toHaveLength(2);
  runs.forEach(({best}) => expect(best).toBeGreaterThan(0));
  expect(stdout).toMatch(/\| README example.*\| [\d.]+ ± [\d.]+ \| [\d.]+ ± [\d.]+ \(.*\) \|/);

  const again = spawnSync(process.execPath, [...tiny(file), '--table'], {encoding: 'utf8'});
  expect(again.stdout).toBe(stdout);
  expect(whole(file)).toEqual(lines);
}, 240_000);

test('a name that does not exist is told with those that do', () => {
  const {status, stderr} = spawnSync(process.execPath, [program, '--tasks', 'adding,adition'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/--tasks: expected names out of quickStart, .*, got 'adition'/);
});
