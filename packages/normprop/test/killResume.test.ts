import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {decodeCheckpoint} from '../src/run/checkpointFormat.js';
import {MetricsFile} from '../src/run/metrics.js';
import {linesLogged, startProgram} from './support/startProgram.js';
import {backend, emptyFolder, tinyTextFile} from './support/tinyRun.js';

/** Of a batch of 200 characters: more than two passes over the text's 3600. */
const updates = 40;

const data = tinyTextFile();
const train = (folder: string): string[] => [
  ...['train', 'charlm', '--data', data, '--out', folder, '--backend', backend, '--updates', String(updates)],
  ...['--units', '8', '--length', '10', '--batch', '20', '--log-every', '2', '--validate-every', '10'],
  ...[
    '--validation-characters',
    '60',
    '--checkpoint-every',
    '7',
    '--dropout',
    '0.1',
    '--zoneout-hidden',
    '0.1',
  ],
];

/** Weights and optimiser of the last checkpoint as bytes, and what was measured but the times. */
async function outcome(folder: string): Promise<{bytes: string; metrics: unknown[]}> {
  const name = readdirSync(join(folder, 'checkpoints')).sort().pop()!;
  const file = join(folder, 'checkpoints', name);
  const {weights, optimizer, position} = decodeCheckpoint(readFileSync(file), file);
  expect(position.update).toBe(updates);
  const bytes = Buffer.concat([...weights, ...optimizer].map(({values}) => Buffer.from(values.buffer)));
  const metrics = await new MetricsFile(folder).read();
  return {
    bytes: bytes.toString('base64'),
    metrics: metrics.map((line) => ({...line, seconds: 0, charactersPerSecond: 0, dataSeconds: 0})),
  };
}

describe('a run that is killed', () => {
  let whole: {bytes: string; metrics: unknown[]};

  beforeAll(async () => {
    const folder = join(emptyFolder(), 'whole');
    const {code, err} = await startProgram(train(folder));
    expect({code, err}).toMatchObject({code: 0});
    whole = await outcome(folder);
  });

  test('by kill -9, twice, and resumed: the same bits and the same metrics as one that was not', async () => {
    const folder = join(emptyFolder(), 'killed');
    const first = await startProgram(train(folder), {
      kill: {signal: 'SIGKILL', when: () => linesLogged(folder) >= 5},
    });
    expect(first.signal).toBe('SIGKILL');
    const resume = ['train', 'charlm', '--out', folder, '--resume'];
    const second = await startProgram(resume, {
      kill: {signal: 'SIGKILL', when: () => linesLogged(folder) >= 12},
    });
    expect(second.signal).toBe('SIGKILL');
    const last = await startProgram(resume);
    expect({...last}).toMatchObject({code: 0});
    const resumed = await outcome(folder);
    expect(resumed.metrics).toEqual(whole.metrics);
    expect(resumed.bytes).toBe(whole.bytes);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129], // the terminal or the connection is gone
  ] as const)(
    'by %s saves, says how to go on, ends with %p, and resumes to the same bits',
    async (signal, exitCode) => {
      const folder = join(emptyFolder(), 'stopped');
      const {code, err} = await startProgram(train(folder), {
        kill: {signal, when: () => linesLogged(folder) >= 3},
      });
      expect(code).toBe(exitCode);
      expect(err).toMatch(/Stopping after this update …/);
      const update = Number(/Stopped at update (\d+); everything is saved in/.exec(err)![1]);
      expect(err).toContain(`To go on: normprop train charlm --out ${folder} --resume`);
      expect(readdirSync(join(folder, 'checkpoints')).join()).toContain(`${update}.ckpt`);
      expect((await startProgram(['train', 'charlm', '--out', folder, '--resume'])).code).toBe(0);
      expect(await outcome(folder)).toEqual(whole);
    },
  );
});
