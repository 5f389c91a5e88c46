import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {dirname, join, resolve} from 'node:path';
import {Deployment} from 'kubernetes-models/apps/v1';
import type {IDeployment} from 'kubernetes-models/apps/v1';
import {Job} from 'kubernetes-models/batch/v1';
import type {IJob} from 'kubernetes-models/batch/v1';
import {PersistentVolumeClaim, Service} from 'kubernetes-models/v1';
import type {IContainer, IPersistentVolumeClaim, IPodTemplateSpec, IService} from 'kubernetes-models/v1';
import {parseAllDocuments} from 'yaml';
import {emptyFolder} from './support/tinyRun.js';
import {runNames, start, startWith, sweepFile, sweepLines, until} from './support/sweepProcess.js';
import type {Started} from './support/sweepProcess.js';

// docs/scaling-kubernetes.yaml: the form of its objects, and what its containers start, started here as it stands there.

jest.setTimeout(180_000);

type Manifest = IDeployment | IJob | IService | IPersistentVolumeClaim;
const file = resolve(__dirname, '../../../docs/scaling-kubernetes.yaml');
const manifests = parseAllDocuments(readFileSync(file, 'utf8')).map((each) => each.toJS() as Manifest);

const found = <T extends Manifest>(kind: T['kind'], name: string): T => {
  const manifest = manifests.find((each) => each.kind === kind && each.metadata?.name === name);
  if (!manifest) throw new Error(`${file}: no ${kind} '${name}'`);
  return manifest as T;
};
const server = found<IDeployment>('Deployment', 'sweep-redis');
const workers = found<IDeployment>('Deployment', 'sweep-worker');
const job = found<IJob>('Job', 'sweep');
const podOf = (manifest: IDeployment | IJob): IPodTemplateSpec => manifest.spec!.template!;
const containerOf = (manifest: IDeployment | IJob): IContainer => podOf(manifest).spec!.containers[0];

describe('the manifest', () => {
  test.each(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata?.name}`, manifest] as const))(
    '%s: has the fields that Kubernetes needs, each of its type',
    (_, manifest) => {
      const models = {Deployment, Job, Service, PersistentVolumeClaim};
      const model = new models[manifest.kind](manifest as never);
      expect(() => model.validate()).not.toThrow();
      const wrong = new models[manifest.kind]({...manifest, spec: 'none'} as never);
      expect(() => wrong.validate()).toThrow('data/spec must be object');
    },
  );

  test('what refers to something refers to what is there', () => {
    const service = found<IService>('Service', 'sweep-redis');
    expect(podOf(server).metadata!.labels).toMatchObject(service.spec!.selector!);
    expect(service.spec!.ports![0].port).toBe(containerOf(server).ports![0].containerPort);
    for (const deployment of [server, workers])
      expect(podOf(deployment).metadata!.labels).toMatchObject(deployment.spec!.selector.matchLabels!);
    for (const manifest of [workers, job]) {
      const volumes = new Map(podOf(manifest).spec!.volumes!.map((volume) => [volume.name, volume]));
      for (const {name} of containerOf(manifest).volumeMounts!) expect(volumes.has(name)).toBe(true);
      const {claimName} = volumes.get('sweep')!.persistentVolumeClaim!;
      expect(found('PersistentVolumeClaim', claimName)).toBeDefined();
      const url = containerOf(manifest).env!.find(({name}) => name === 'NORMPROP_REDIS')!.value!;
      expect(new URL(url.replace('$(PASSWORD)', 'x')).host).toBe(
        `${service.metadata!.name}:${service.spec!.ports![0].port}`,
      );
    }
    const secrets = [server, workers, job].map(
      (manifest) => containerOf(manifest).env!.find(({name}) => name === 'PASSWORD')!.valueFrom,
    );
    for (const secret of secrets) expect(secret).toEqual(secrets[0]);
  });
});

describe('its containers, as processes, with a real Redis', () => {
  const root = emptyFolder();
  const password = 'b7e0c1d2f3a4958677889900aabbccdd';
  const started: Array<Started['process']> = [];
  let port: number;

  /** `$(PASSWORD)` as Kubernetes puts it in, and a mounted folder as one of this test. */
  const here = (word: string): string =>
    word
      .replace('$(PASSWORD)', password)
      .replace(/^\/(sweep|config)\b/, (mount) => join(root, mount))
      .replace('@sweep-redis:6379', `@127.0.0.1:${port}`);

  /** Starts what a container starts, with its arguments and its environment. */
  const startContainer = (manifest: IDeployment | IJob): Started => {
    const {args, env} = containerOf(manifest);
    const url = env!.find(({name}) => name === 'NORMPROP_REDIS')!.value!;
    const program = startWith({NORMPROP_REDIS: here(url)}, ...args!.map(here));
    started.push(program.process);
    return program;
  };

  beforeAll(async () => {
    port = await freePort();
    // The image of Redis puts its program before arguments that begin with a dash.
    const args = [...containerOf(server).args!.map(here), '--port', String(port), '--bind', '127.0.0.1'];
    const redis: ChildProcess = spawn('redis-server', args, {
      cwd: emptyFolder(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(redis);
    await new Promise<void>((ready) =>
      redis.stdout!.on('data', (part) => String(part).includes('Ready to accept connections') && ready()),
    );
    // What the user brings: the sweep's file as a config map, and the text on the volume.
    for (const folder of ['sweep/ptb', 'config']) mkdirSync(join(root, folder), {recursive: true});
    const sweep = JSON.parse(readFileSync(sweepFile(), 'utf8')) as {base: {data: string}};
    cpSync(dirname(sweep.base.data), join(root, 'sweep/ptb'), {recursive: true});
    sweep.base.data = join(root, 'sweep/ptb/tiny.txt');
    writeFileSync(join(root, 'config/search.json'), JSON.stringify(sweep));
  });

  afterAll(() => {
    for (const each of started) if (each.exitCode === null) each.kill('SIGKILL');
  });

  test('the job ends with every run finished, and again at once when its pod is started again; a worker that is moved ends in time', async () => {
    const worker = startContainer(workers);
    const sweep = await startContainer(job).ended;
    expect({...sweep, worker: worker.text()}).toMatchObject({code: 0});
    for (const name of runNames) expect(worker.text()).toContain(`${name}: finished`);
    const lines = sweepLines(join(root, 'sweep/search'));
    expect(lines.map(({run, state}) => `${run} ${state}`).sort()).toEqual(
      runNames.map((name) => `${name} finished`).sort(),
    );
    const again = await startContainer(job).ended;
    expect(again).toMatchObject({code: 0});
    expect(again.text).toContain('4 runs, 4 of them finished before');

    const begin = Date.now();
    worker.process.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    expect((Date.now() - begin) / 1000).toBeLessThan(podOf(workers).spec!.terminationGracePeriodSeconds!);
  });

  test('a worker without the password is told so', async () => {
    const url = `redis://127.0.0.1:${port}`;
    const stranger = start('worker', '--redis', url, '--out', join(root, 'sweep/other'), '--jobs', '1');
    started.push(stranger.process);
    await until('the refusal', () => /NOAUTH|password|authentication/i.test(stranger.text()));
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const {port} = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
