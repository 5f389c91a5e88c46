import {readFileSync, readdirSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {decodeCheckpoint} from '../src/run/checkpointFormat.js';
import {MetricsFile} from '../src/run/metrics.js';
import {linesLogged, startProgram} from './support/startProgram.js';
import {backend, emptyFolder, tinyTextFile} from './support/tinyRun.js';
import {tinyText} from './support/tinyText.js';

const root = emptyFolder();
const [source, moved] = [join(root, 'source'), join(root, 'moved')];
const data = join(root, 'other.txt');
writeFileSync(data, [...tinyText()].reverse().join(''));
/** Of a batch of 200 characters: more than two passes over the text's 3200. */
const updates = 40;
const sizes = ['--length', '10', '--batch', '20', '--backend', backend, '--validation-characters', '60'];

const train = (folder: string): string[] => [
  ...['train', 'charlm', '--data', data, '--split', '80,10,10', '--out', folder, '--init-from', source],
  ...['--updates', String(updates), '--log-every', '2', '--validate-every', '10', '--checkpoint-every', '7'],
  ...sizes,
];

/** Weights and optimiser of the last checkpoint as bytes, and what was measured but the times. */
async function outcome(folder: string): Promise<{bytes: string; metrics: unknown[]; result: object}> {
  const name = readdirSync(join(folder, 'checkpoints')).sort().pop()!;
  const file = join(folder, 'checkpoints', name);
  const {weights, optimizer, position} = decodeCheckpoint(readFileSync(file), file);
  expect(position.update).toBe(updates);
  const bytes = Buffer.concat([...weights, ...optimizer].map(({values}) => Buffer.from(values.buffer)));
  const metrics = await new MetricsFile(folder).read();
  const {hiddenMeanSquare, sample} = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as {
    hiddenMeanSquare: object;
    sample: object;
  };
  return {
    bytes: bytes.toString('base64'),
    metrics: metrics.map((line) => ({...line, seconds: 0, charactersPerSecond: 0, dataSeconds: 0})),
    result: {hiddenMeanSquare, sample},
  };
}

test('a run with --init-from that is killed by kill -9, twice, ends with the same bits, and needs the run it started from no more', async () => {
  const own = ['--data', tinyTextFile(), '--units', '8', '--dropout', '0.1', '--zoneout-hidden', '0.1'];
  const first = ['train', 'charlm', '--out', source, '--updates', '20', ...own, ...sizes];
  expect(await startProgram(first)).toMatchObject({code: 0});
  const [whole, killed] = [join(root, 'whole'), join(root, 'killed')];
  expect(await startProgram(train(whole))).toMatchObject({code: 0});
  const once = await startProgram(train(killed), {
    kill: {signal: 'SIGKILL', when: () => linesLogged(killed) >= 5},
  });
  expect(once.signal).toBe('SIGKILL');
  renameSync(source, moved);
  const resume = ['train', 'charlm', '--out', killed, '--resume'];
  const twice = await startProgram(resume, {
    kill: {signal: 'SIGKILL', when: () => linesLogged(killed) >= 12},
  });
  expect(twice.signal).toBe('SIGKILL');
  expect(await startProgram(resume)).toMatchObject({code: 0});
  expect(await outcome(killed)).toEqual(await outcome(whole));
}, 180_000);
