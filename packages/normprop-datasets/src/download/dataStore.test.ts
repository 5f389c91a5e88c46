import {createHash} from 'node:crypto';
import {dataStore} from './dataStore.js';
import type {RemoteFile} from './remoteFile.js';
import {loadBinarizedMNIST} from '../binarized/loadBinarizedMNIST.js';
import {loadMNIST} from '../mnist/loadMNIST.js';

const content = Uint8Array.from({length: 5000}, (_, i) => (i * i) & 255);
const sha256 = createHash('sha256').update(content).digest('hex');
const file: RemoteFile = {name: 'a.bin', url: 'https://example.org/a.bin', bytes: 5000, sha256};

/** What of the Cache API is used, in memory. */
function fakeCaches(): CacheStorage {
  const entries = new Map<string, Uint8Array>();
  const cache = {
    match: (key: string) =>
      Promise.resolve(
        entries.has(key) ? new Response(entries.get(key) as Uint8Array<ArrayBuffer>) : undefined,
      ),
    put: async (key: string, response: Response) =>
      void entries.set(key, new Uint8Array(await response.arrayBuffer())),
    delete: (key: string) => Promise.resolve(entries.delete(key)),
  };
  return {open: () => Promise.resolve(cache)} as unknown as CacheStorage;
}

/** Answers with these bodies in turn, the last one from then on. */
function answering(...bodies: Array<Uint8Array | number>) {
  const asked: RequestInit[] = [];
  const fetch = (_: string, init: RequestInit) => {
    const body = bodies[Math.min(asked.length, bodies.length - 1)];
    asked.push(init);
    return Promise.resolve(
      typeof body === 'number'
        ? new Response('sorry', {status: body})
        : new Response(body as Uint8Array<ArrayBuffer>),
    );
  };
  return {asked, options: {fetch, retryDelay: 1}};
}

describe('the data store of a browser', () => {
  const {process} = globalThis;
  const set = (name: 'process' | 'caches', value: unknown) =>
    Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
  beforeEach(() => {
    set('process', undefined);
    set('caches', fakeCaches());
  });
  afterEach(() => {
    set('process', process);
    set('caches', undefined);
  });

  it('downloads once, and keeps the file with its checksum', async () => {
    const store = dataStore('things');
    expect(await store.get('a.bin', sha256)).toBe('there is no such file');
    const {asked, options} = answering(content);
    const received: number[] = [];
    const onProgress = ({receivedBytes}: {receivedBytes: number}) => received.push(receivedBytes);
    expect(await store.download(file, {...options, onProgress})).toEqual(content);
    expect(received.at(-1)).toBe(5000);
    expect(asked[0].redirect).toBe('follow');
    expect(await dataStore('things').download(file, options)).toEqual(content);
    expect(asked).toHaveLength(1);
    expect(await dataStore('others').get('a.bin', sha256)).toBe('there is no such file');
    await store.put('a.bin', Uint8Array.of(1));
    expect(await store.get('a.bin', sha256)).toMatch(/^wrong checksum [0-9a-f]{64}$/);
    await store.remove('a.bin');
    expect(await store.get('a.bin', sha256)).toBe('there is no such file');
  });

  it('tries again after a short, long or wrong answer and a passing error, but not when the server says no', async () => {
    const wrong = content.map((byte) => byte ^ 1);
    const {asked, options} = answering(content.subarray(1), Uint8Array.of(...content, 0), wrong, content);
    expect(await dataStore('things').download(file, options)).toEqual(content);
    expect(asked).toHaveLength(4);
    await expect(dataStore('b').download(file, {...answering(wrong).options, attempts: 2})).rejects.toThrow(
      `a.bin: not downloaded after 2 attempts. Last: https://example.org/a.bin: wrong checksum, expected sha256 ${sha256}`,
    );
    await expect(dataStore('b').download(file, {...answering(503).options, attempts: 2})).rejects.toThrow(
      'answered 503',
    );
    const no = answering(404);
    await expect(dataStore('b').download(file, no.options)).rejects.toThrow('answered 404');
    expect(no.asked).toHaveLength(1);
  });

  it('works without a cache, then keeping nothing', async () => {
    set('caches', undefined);
    const {asked, options} = answering(content);
    const store = dataStore('things');
    await store.download(file, options);
    await store.download(file, options);
    expect(asked).toHaveLength(2);
  });

  it('is what the loaders use, and says so', async () => {
    await expect(loadMNIST()).rejects.toThrow(
      "mnist/train-images-idx3-ubyte.gz in this page's cache 'normprop': there",
    );
    await expect(loadBinarizedMNIST()).rejects.toThrow(
      'binarized-mnist/binarized_mnist_train.bits in this page',
    );
    await expect(loadMNIST({dir: 'mnist'})).rejects.toThrow(
      'dir: reading files needs Node >= 20.16; in a browser, use loadMNIST({download: true}) or loadMNIST({files})',
    );
    await expect(loadMNIST({cacheDir: 'x'})).rejects.toThrow('cacheDir: there are no folders in a browser');
    const {asked, options} = answering(404);
    await expect(loadBinarizedMNIST({download: true, network: options})).rejects.toThrow(
      'binarized_mnist_train.amat: the server answered 404',
    );
    expect(asked).toHaveLength(1);
  });
});
