import {spawn} from 'node:child_process';
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import {dirname, join} from 'node:path';
import {Queue} from 'bullmq';
import {queueName} from '../src/sweep/queue/queueName.js';
import {emptyFolder} from './support/tinyRun.js';
import {lockOf, loggedUpdates, outcomes, runNames, start, sweepFile, until} from './support/sweepProcess.js';
import type {Started} from './support/sweepProcess.js';

// Many processes start, on a machine that may be busy.
jest.setTimeout(180_000);

const started: Started[] = [];
const begin = (...args: string[]): Started => {
  const each = start(...args);
  started.push(each);
  return each;
};
let server: ReturnType<typeof spawn>;
let redis: string;

beforeAll(async () => {
  const port = await freePort();
  redis = `redis://127.0.0.1:${port}`;
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  server = spawn('redis-server', options, {cwd: emptyFolder(), stdio: ['ignore', 'pipe', 'inherit']});
  await new Promise<void>((ready) =>
    server.stdout!.on('data', (part) => String(part).includes('Ready to accept connections') && ready()),
  );
});

afterAll(() => {
  for (const {process: each} of started) if (each.exitCode === null) each.kill('SIGKILL');
  server.kill();
});

describe('a sweep over Redis', () => {
  const file = sweepFile();
  const base = (JSON.parse(readFileSync(file, 'utf8')) as {base: {data: string}}).base;
  const withData = ['--data-dir', dirname(base.data)];

  test('two workers, one killed with -9 in the middle, one stopped by SIGTERM at the end: every run finished once, with the figures of a sweep on one machine', async () => {
    const alone = join(emptyFolder(), 'alone');
    expect(await start('sweep', file, '--out', alone).ended).toMatchObject({code: 0});

    const shared = join(emptyFolder(), 'shared');
    const worker = (): Started =>
      begin('worker', '--redis', redis, '--out', shared, '--jobs', '1', '--lock-seconds', '2', ...withData);
    const [killed, other] = [worker(), worker()];
    const driver = begin('sweep', file, '--out', shared, '--redis', redis);
    await until('a run of the worker', () => /: taken up/.test(killed.text()));
    const name = /(\S+): taken up/.exec(killed.text())![1];
    await until('its middle', () => loggedUpdates(join(shared, name)).length > 10);
    killed.process.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(join(shared, name, 'result.json'))).toBe(false);

    const {code, text} = await driver.ended;
    expect({code, text, worker: other.text()}).toMatchObject({code: 0});
    expect(outcomes(shared)).toEqual(outcomes(alone));
    expect(other.text()).toContain(`${name}: its worker is gone; it goes to another`);
    const finishes = runNames.map((each) => other.text().split(`${each}: finished`).length - 1);
    const before = runNames.map((each) => killed.text().split(`${each}: finished`).length - 1);
    expect(finishes.map((count, index) => count + before[index])).toEqual([1, 1, 1, 1]);
    expect(lockOf(join(shared, name)).name).toBe('lock-000002');

    const queue = new Queue(await queueName(shared), {connection: {url: redis}});
    expect(await queue.getJobCounts('completed', 'failed', 'wait', 'active')).toEqual({
      completed: 4,
      failed: 0,
      wait: 0,
      active: 0,
    });
    await queue.close();
    const again = await start('sweep', file, '--out', shared, '--redis', redis, '--resume').ended;
    expect(again.text).toContain('4 runs, 4 of them finished before');
    other.process.kill('SIGTERM');
    expect((await other.ended).code).toBe(0);
  });

  test('a worker that is stopped gives its run back at once; a driver that is killed queues nothing twice', async () => {
    const shared = join(emptyFolder(), 'stopped');
    const worker = (): Started =>
      begin('worker', '--redis', redis, '--out', shared, '--jobs', '1', ...withData);
    const first = worker();
    const driver = begin('sweep', file, '--out', shared, '--redis', redis);
    await until('a run in its middle', () => loggedUpdates(join(shared, runNames[0])).length > 10);
    driver.process.kill('SIGKILL');
    first.process.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(first.text()).toContain(`${runNames[0]}: saved and given back`);

    const second = worker();
    const again = await start('sweep', file, '--out', shared, '--redis', redis, '--resume').ended;
    expect({...again, worker: second.text()}).toMatchObject({code: 0});
    const taken = runNames.map((each) => second.text().split(`${each}: taken up`).length - 1);
    expect(taken).toEqual([1, 1, 1, 1]);
  });
});

describe('a queue that somebody else writes to', () => {
  test('a worker writes nowhere but under its folder, and trains on no other data than its own', async () => {
    const shared = join(emptyFolder(), 'shared');
    const secret = join(emptyFolder(), 'secret.txt');
    writeFileSync(secret, 'the quick brown fox '.repeat(500));
    const worker = begin('worker', '--redis', redis, '--out', shared, '--jobs', '1', '--lock-seconds', '2');
    await until('the queue', () => existsSync(shared));
    const queue = new Queue(await queueName(shared), {connection: {url: redis}});
    const config = {data: 'moby-dick', units: 4, updates: 1};
    const jobs = [
      {kind: 'charlm', config, folder: '../outside'},
      {kind: 'charlm', config, folder: '/tmp/outside'},
      {kind: 'charlm', config, folder: '..'},
      {kind: 'charlm', config: {...config, data: secret}, folder: 'a'},
      {kind: 'charlm', config: {...config, data: 'ptb', dataDir: dirname(secret)}, folder: 'b'},
      {kind: 'charlm', config: {...config, initFrom: dirname(secret)}, folder: 'f'},
      {kind: 'charlm', config: {...config, units: -1}, folder: 'c'},
      {kind: 'charlm', config: {...config, __proto__: null, extra: 1}, folder: 'd'},
      {kind: 'toString', config, folder: 'e'},
      {},
    ];
    for (const [index, job] of jobs.entries()) await queue.add('run', job, {jobId: `job-${index}`});
    await until('all of them refused', () => worker.text().split('refused: ').length > jobs.length);
    const text = worker.text();
    for (const said of [
      'run: expected a plain name for its folder, got "../outside"',
      "a: data: '" + secret + "' lies in none of the folders of this worker: " + shared,
      "b: dataDir: '",
      `f: initFrom: '${dirname(secret)}' lies in none of the folders of this worker: ${shared}`,
      'units: expected an integer',
      "config: unknown field 'extra'",
      'e: kind: expected one of',
      'run: expected a plain name for its folder, got undefined',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('taken up');
    expect(readdirSync(shared).filter((name) => /^[a-f]$/.test(name))).toEqual([]);
    expect(existsSync(join(shared, '../outside'))).toBe(false);
    await queue.close();
    worker.process.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const {port} = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
