// Where a model comes from, and the entry for places that forbid compiling from bytes.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {loadModel, modelFromBytes} from '../src/index.js';
import * as withModule from '../src/withModule.js';
import {vectorModel} from './smallModels.js';
import {writeModel} from './writeFile.js';

const file = writeModel(vectorModel());
const folder = mkdtempSync(join(tmpdir(), 'normprop-runtime-'));
const path = join(folder, 'model.safetensors');
writeFileSync(path, file);
const x = Float32Array.of(0.1, -0.2, 0.3, 0.4);
const expected = modelFromBytes(file).run(x, {timeSteps: 1});
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/model.safetensors') response.end(file);
    else response.writeHead(404).end('not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, {recursive: true});
});

test.each([
  ['bytes', () => file],
  ['an ArrayBuffer', () => file.buffer],
  ['bytes inside a larger buffer', () => Buffer.concat([Buffer.alloc(3), file]).subarray(3)],
  ['a DataView', () => new DataView(file.buffer)],
  ['a path', () => path],
  ['a file URL', () => pathToFileURL(path)],
  ["a file URL's text", () => pathToFileURL(path).href],
  ['a URL', () => new URL(`${address}/model.safetensors`)],
  ["a URL's text", () => `${address}/model.safetensors`],
  ['a Response', () => fetch(`${address}/model.safetensors`)],
  ['a Blob', () => new Blob([file])],
])('from %s', async (_what, source) => {
  const model = await loadModel(await source());
  expect(model.run(x, {timeSteps: 1})).toEqual(expected);
});

test('what cannot be read is named', async () => {
  await expect(loadModel(`${address}/other`)).rejects.toThrow(
    `source: ${address}/other came with status 404`,
  );
  await expect(loadModel(await fetch(`${address}/other`))).rejects.toThrow(
    `source: ${address}/other came with status 404`,
  );
  await expect(loadModel(join(folder, 'none'))).rejects.toThrow(/ENOENT.*none/);
  await expect(loadModel(5 as never)).rejects.toThrow(
    'source: expected bytes, a Response, a Blob, a URL or (outside a page) a path, got number',
  );
  await expect(loadModel(undefined as never)).rejects.toThrow('got undefined');
  expect(() => modelFromBytes('x' as never)).toThrow(
    'bytes: expected an ArrayBuffer or a view of one, got string',
  );
});

const wasm = (name: string): WebAssembly.Module =>
  new WebAssembly.Module(readFileSync(join(__dirname, '../../normprop-kernels/src/generated', name)));

test.each(['stream.wasm', 'stream-relaxed.wasm'])('with a module compiled elsewhere: %s', async (name) => {
  const module = wasm(name);
  for (const model of [
    await withModule.loadModel(path, {module}),
    withModule.modelFromBytes(file, {module}),
    await loadModel(file, {module}),
    modelFromBytes(file, {module}),
  ])
    model.run(x, {timeSteps: 1}).forEach((v, i) => expect(v).toBeCloseTo(expected[i], 6));
});

test('compiling from bytes may be forbidden then', async () => {
  const module = wasm('stream.wasm');
  const forbidden = jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
    throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
  });
  try {
    const stream = (await withModule.loadModel(file, {module})).stream();
    stream.step(x).forEach((v, i) => expect(v).toBeCloseTo(expected[i], 6));
  } finally {
    forbidden.mockRestore();
  }
});

test('no module, or another one', async () => {
  await expect(withModule.loadModel(file, {} as never)).rejects.toThrow(
    'module: expected a WebAssembly.Module of normprop-runtime/kernels.wasm, got undefined',
  );
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  expect(() => withModule.modelFromBytes(file, {module: empty})).toThrow(
    "module: expected normprop-kernels' stream.wasm, got a module without its functions",
  );
});
