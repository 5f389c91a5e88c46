import {join} from 'node:path';
import {DrawRunFolder} from '../src/draw/record/drawTypes.js';
import {linesLogged, startProgram} from './support/startProgram.js';
import {backend, emptyFolder} from './support/tinyRun.js';

const train = (folder: string): string[] => [
  ...['draw', 'train', '--data', 'mnist', '--out', folder, '--backend', backend, '--updates', '24'],
  ...['--units', '4', '--glimpses', '2', '--latent-size', '3', '--batch', '20'],
  ...['--log-every', '1', '--checkpoint-every', '5', '--validation-images', '50'],
];

/** The last checkpoint's weights and optimiser as bytes, and what was measured but the times. */
async function outcome(path: string): Promise<{bytes: string; metrics: unknown[]}> {
  const folder = new DrawRunFolder(path);
  const {weights, optimizer, position} = (await folder.checkpoints.load(() => undefined))!;
  expect(position.update).toBe(24);
  const bytes = Buffer.concat([...weights, ...optimizer].map(({values}) => Buffer.from(values.buffer)));
  const metrics = await folder.metrics.read();
  return {
    bytes: bytes.toString('base64'),
    metrics: metrics.map((line) => ({...line, seconds: 0, imagesPerSecond: 0})),
  };
}

test('a DRAW run on the real digits that is killed by kill -9, twice, and resumed ends with the same bits', async () => {
  const [whole, killed] = [join(emptyFolder(), 'whole'), join(emptyFolder(), 'killed')];
  expect(await startProgram(train(whole))).toMatchObject({code: 0});
  const first = await startProgram(train(killed), {
    kill: {signal: 'SIGKILL', when: () => linesLogged(killed) >= 7},
  });
  expect(first.signal).toBe('SIGKILL');
  const resume = ['draw', 'train', '--out', killed, '--resume'];
  const second = await startProgram(resume, {
    kill: {signal: 'SIGKILL', when: () => linesLogged(killed) >= 13},
  });
  expect(second.signal).toBe('SIGKILL');
  expect(await startProgram(resume)).toMatchObject({code: 0});
  expect(await outcome(killed)).toEqual(await outcome(whole));
}, 180_000);
