import {createHash} from 'node:crypto';
import {link, mkdir, mkdtemp, open, readFile, readdir, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
  breakAfter,
  downloadServer,
  serve,
  serveWhole,
  stallAfter,
  status,
  type Answer,
  type DownloadServer,
} from '../../test/downloadServer.js';
import {downloadFile} from './downloadFile.js';
import type {DownloadFileOptions, DownloadProgress} from './remoteFile.js';

// 300 kB that no compression or shift leaves the same.
const content = Uint8Array.from({length: 300_000}, (_, i) => (i * i * 31 + (i >> 8)) & 255);
const HALF = 150_000;
const wrong = content.map((byte) => byte ^ 1);
const sha256 = createHash('sha256').update(content).digest('hex');

let server: DownloadServer;
let folder: string;
beforeAll(async () => {
  server = await downloadServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'normprop-download-'));
});
afterEach(() => rm(folder, {recursive: true}));

const download = (
  options: Partial<DownloadFileOptions> = {},
  url = `${server.url}/data.bin`,
): Promise<string> =>
  downloadFile({name: 'data.bin', url, bytes: content.length, sha256}, {folder, retryDelay: 1, ...options});

/** The file is there, right, and nothing else is. */
async function expectComplete(path: string): Promise<void> {
  expect(path).toBe(join(folder, 'data.bin'));
  expect(Buffer.compare(await readFile(path), content)).toBe(0);
  expect(await readdir(folder)).toEqual(['data.bin']);
}

describe('downloadFile', () => {
  it('downloads a file into a folder that it makes, and tells how far it is', async () => {
    server.answer(serve(content));
    const progress: DownloadProgress[] = [];
    const path = await download({folder: join(folder, 'a', 'b'), onProgress: (p) => progress.push(p)});
    expect(Buffer.compare(await readFile(path), content)).toBe(0);
    const received = progress.map(({receivedBytes}) => receivedBytes);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect(progress.at(-1)).toEqual({
      file: 'data.bin',
      receivedBytes: 300_000,
      totalBytes: 300_000,
      attempt: 1,
    });
  });

  it('asks nobody for a file that is there, and replaces one that is wrong', async () => {
    server.answer(serve(content));
    await writeFile(join(folder, 'data.bin'), wrong);
    await expectComplete(await download());
    expect(server.requests).toHaveLength(1);
    await expectComplete(await download());
    expect(server.requests).toHaveLength(1);
  });

  it('goes on where a broken connection ended', async () => {
    server.answer(breakAfter(content, HALF), serve(content));
    const attempts: number[] = [];
    await expectComplete(await download({onProgress: ({attempt}) => attempts.push(attempt)}));
    expect(server.requests).toEqual(['/data.bin', `/data.bin bytes=${HALF}-`]);
    expect(new Set(attempts)).toEqual(new Set([1, 2]));
  });

  it('does not take a truncated file for the whole', async () => {
    server.answer(serve(content.subarray(0, HALF)), serve(content));
    await expectComplete(await download());
    server.answer(serveWhole(content.subarray(0, HALF)));
    await rm(join(folder, 'data.bin'));
    await expect(download({attempts: 2})).rejects.toThrow(
      'data.bin: not downloaded after 2 attempts. ' +
        `Last: ${server.url}/data.bin: ended after 150000 of 300000 bytes`,
    );
    expect(await readdir(folder)).toEqual(['data.bin.part']);
  });

  it('starts over where the server does not go on', async () => {
    await writeFile(join(folder, 'data.bin.part'), content.subarray(0, HALF));
    server.answer(serveWhole(content));
    await expectComplete(await download());
    expect(server.requests).toEqual([`/data.bin bytes=${HALF}-`]);

    for (const refusal of [
      status(416),
      status(206, {'content-range': 'bytes 0-9/10'}),
      status(206), // a range that it does not name
    ]) {
      await rm(join(folder, 'data.bin'));
      await writeFile(join(folder, 'data.bin.part'), content.subarray(0, HALF));
      server.answer(refusal, serve(content));
      await expectComplete(await download());
      expect(server.requests).toEqual([`/data.bin bytes=${HALF}-`, '/data.bin']);
    }
  });

  it('resumes an interrupted download, and starts over if that part was wrong', async () => {
    server.answer(stallAfter(content, HALF), serve(content));
    const interrupt = new AbortController();
    const stop = ({receivedBytes}: DownloadProgress) => {
      if (receivedBytes === HALF) interrupt.abort(new Error('Ctrl-C'));
    };
    await expect(download({signal: interrupt.signal, onProgress: stop})).rejects.toThrow('Ctrl-C');
    expect((await stat(join(folder, 'data.bin.part'))).size).toBe(HALF);
    await expectComplete(await download());
    expect(server.requests).toEqual(['/data.bin', `/data.bin bytes=${HALF}-`]);

    for (const part of [wrong.subarray(0, HALF), wrong, new Uint8Array(400_000)]) {
      await rm(join(folder, 'data.bin'));
      await writeFile(join(folder, 'data.bin.part'), part);
      await expectComplete(await download());
    }
  });

  it('keeps nothing of a file with a wrong checksum', async () => {
    server.answer(serve(wrong));
    await expect(download({attempts: 2})).rejects.toThrow(`wrong checksum, expected sha256 ${sha256}, got `);
    expect(server.requests).toEqual(['/data.bin', '/data.bin']);
    expect(await readdir(folder)).toEqual([]);
    server.answer(serve(wrong), serve(content));
    await expectComplete(await download());
  });

  it('stops receiving when more comes than the file has', async () => {
    server.answer(serveWhole(new Uint8Array(1_000_000)));
    await expect(download({attempts: 1})).rejects.toThrow('more than the expected 300000 bytes');
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives up a stalled connection, before and within the answer', async () => {
    server.answer(() => {}, stallAfter(content, HALF), serve(content));
    await expectComplete(await download({stallTimeout: 1000}));
    expect(server.requests).toEqual(['/data.bin', '/data.bin', `/data.bin bytes=${HALF}-`]);
    await rm(join(folder, 'data.bin'));
    server.answer(() => {});
    await expect(download({stallTimeout: 50, attempts: 2})).rejects.toThrow(
      `not downloaded after 2 attempts. Last: ${server.url}/data.bin: nothing arrived for 0.05 s`,
    );
  });

  it('does not give up a slow connection on which bytes keep arriving', async () => {
    server.answer((_, response) => {
      response.writeHead(200);
      const send = (start: number) => {
        response.write(content.subarray(start, start + 50_000));
        if (start + 50_000 < content.length) setTimeout(send, 300, start + 50_000);
        else response.end();
      };
      send(0); // 1.5 s in all, 0.3 between two arrivals
    });
    await expectComplete(await download({stallTimeout: 1250, attempts: 1}));
  });

  it('gives up a connection on which bytes drip', async () => {
    const drip: Answer = (_, response) => {
      response.writeHead(200, {'content-length': content.length});
      const timer = setInterval(() => response.write(Uint8Array.of(1)), 20);
      response.on('close', () => clearInterval(timer));
    };
    server.answer(drip);
    await expect(download({stallTimeout: 1000, attempts: 2})).rejects.toThrow(
      /^data\.bin: not downloaded after 2 attempts\. Last: .*: too slow: \d+ bytes in 1 s, expected at least 1000 a second$/,
    );
    server.answer(drip, serve(content));
    await rm(join(folder, 'data.bin.part'));
    await expectComplete(await download({stallTimeout: 1000}));
    server.answer(drip);
    await rm(join(folder, 'data.bin'));
    const patient = download({stallTimeout: 1000, leastRate: 0, signal: AbortSignal.timeout(3500)});
    await expect(patient).rejects.toThrow('timeout');
    await expect(download({leastRate: -1})).rejects.toThrow(
      'leastRate: expected a number of at least 0, got -1',
    );
    await expect(download({retryDelay: NaN})).rejects.toThrow('retryDelay: expected a number of at least 0');
  });

  it('tries again after errors of the server, but not when it says no', async () => {
    server.answer(status(500), status(429), serve(content));
    await expectComplete(await download());
    expect(server.requests).toHaveLength(3);
    await rm(join(folder, 'data.bin'));
    server.answer(status(500));
    await expect(download()).rejects.toThrow(
      `data.bin: not downloaded after 4 attempts. Last: ${server.url}/data.bin: the server answered 500 Internal`,
    );
    expect(server.requests).toHaveLength(4);
    server.answer(status(404));
    await expect(download()).rejects.toThrow(`${server.url}/data.bin: the server answered 404 Not Found`);
    expect(server.requests).toHaveLength(1);
  });

  it('says why nobody answers', async () => {
    const gone = await downloadServer();
    await gone.close();
    await expect(download({attempts: 2}, `${gone.url}/x`)).rejects.toThrow(/after 2 attempts.*ECONNREFUSED/);
  });

  it('follows redirects, also after a part', async () => {
    server.answer(status(302, {location: '/b'}), status(307, {location: `${server.url}/c`}), serve(content));
    await expectComplete(await download());
    expect(server.requests).toEqual(['/data.bin', '/b', '/c']);
    await rm(join(folder, 'data.bin'));
    server.answer(
      status(301, {location: '/b'}),
      breakAfter(content, HALF),
      status(301, {location: '/b'}),
      serve(content),
    );
    await expectComplete(await download());
    expect(server.requests.at(-1)).toBe(`/b bytes=${HALF}-`);
    server.answer(status(302, {location: '/again'}));
    await rm(join(folder, 'data.bin'));
    await expect(download()).rejects.toThrow('/data.bin: more than 5 redirects');
    expect(server.requests).toHaveLength(6);
  });

  it('asks only over https, but for this machine', async () => {
    const asked: string[] = [];
    const redirectingTo = (location: string) => (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response(null, {status: 302, headers: {location}}));
    };
    const fetch = redirectingTo('http://127.0.0.1:9/x');
    const of = (url: string, options = {}) => expect(download({fetch, ...options}, url)).rejects;
    await of('http://example.com/x').toThrow('http://example.com/x: expected an https address');
    await of('http://127.0.0.1.example.com/x').toThrow('expected an https address');
    await of('file:///etc/hostname').toThrow('expected an https address');
    await of('data.bin').toThrow('data.bin: this is not an address');
    expect(asked).toEqual([]);
    await of('https://example.com/x').toThrow(
      'http://127.0.0.1:9/x: expected an https address (redirected from https://example.com/x)',
    );
    expect(asked).toEqual(['https://example.com/x']);
  });

  it('downloads once too often, but rightly, when two do so at the same time', async () => {
    server.answer(serve(content));
    const paths = await Promise.all([download(), download(), download()]);
    for (const path of paths) await expectComplete(path);
  });

  it('can be ended before it begins and while it waits', async () => {
    server.answer(status(500));
    await expect(download({signal: AbortSignal.abort(new Error('not now'))})).rejects.toThrow('not now');
    expect(server.requests).toHaveLength(0);
    await expect(download({retryDelay: 60_000, signal: AbortSignal.timeout(100)})).rejects.toThrow(/timeout/);
    expect(server.requests).toHaveLength(1);
  });

  it('refuses settings without meaning', async () => {
    await expect(download({attempts: 0})).rejects.toThrow(
      'attempts: expected an integer of at least 1, got 0',
    );
    await expect(download({stallTimeout: NaN})).rejects.toThrow(
      'stallTimeout: expected an integer of at least 1',
    );
  });

  it('says that the disk is full', async () => {
    server.answer(serve(content));
    const handle = await open(join(folder, 'other'), 'w');
    const files = Object.getPrototypeOf(handle) as {write(): Promise<unknown>};
    await handle.close();
    const write = jest.spyOn(files, 'write').mockRejectedValue(new Error('ENOSPC: no space left on device'));
    try {
      await expect(download()).rejects.toThrow(/^data\.bin: cannot be written to the cache folder \(ENOSPC/);
    } finally {
      write.mockRestore();
    }
    expect(server.requests).toHaveLength(1);
  });

  if (process.platform !== 'win32') {
    it('writes through no link that stands where the part file should', async () => {
      server.answer(serve(content));
      const part = join(folder, 'data.bin.part');
      const other = join(folder, 'other');
      for (const [make, found] of [
        [() => symlink(other, part), 'a symbolic link'],
        [() => symlink(join(folder, 'none'), part), 'a symbolic link'],
        [() => link(other, part), 'another name of a file elsewhere (a hard link)'],
        [() => mkdir(part), 'a folder'],
      ] as const) {
        await writeFile(other, 'mine');
        await make();
        await expect(download()).rejects.toThrow(
          `${part}: expected a file of an earlier download, got ${found}; remove it`,
        );
        expect(await readFile(other, 'utf8')).toBe('mine');
        await rm(part, {recursive: true});
      }
      expect(server.requests).toEqual([]);
      expect(await readdir(folder)).toEqual(['other']);
    });
  }
});
