// A jest runner for the browser legs: each test file in a page of headless Chromium, on the published builds. Jest's own
// command line, filters and reporters serve it as they serve the legs in Node.
import {mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import legs from '../jest/legs.cjs';
import {root} from '../results.mjs';
import {bundleApp} from './app/bundleApp.mjs';
import {runApp} from './app/runApp.mjs';
import {bundle} from './bundle.mjs';
import {findChromium, startChromium} from './chromium.mjs';
import {runInPage} from './runInPage.mjs';
import {serve} from './serve.mjs';
import {testResult} from './testResult.mjs';

const SILENCE_LIMIT_MS = 600_000;
const appFile = join(root, 'tools/browser/app/runApp.mjs');

export default class BrowserRunner {
  supportsEventEmitters = false;
  isSerial = true; // the pages of a leg take turns: software that imitates a graphics card uses every core

  /** What jest asks of a runner: runs the files, and tells of each as it begins and ends. */
  async runTests(tests, watcher, onStart, onResult, onFailure) {
    const leg = legs.legOf(process.env.TFJS_BACKEND);
    const require = createRequire(join(root, 'tools/legs/package.json'));
    const esbuild = require('esbuild');
    const {path} = findChromium();
    const start = () => startChromium(require('playwright-core').chromium, path, leg.page.flags);
    const folder = mkdtempSync(join(tmpdir(), 'normprop-browser-'));
    let server;
    let browser;
    try {
      const files = tests.map((test) => test.path).filter((file) => file !== appFile);
      const addresses = await bundle(esbuild, folder, files);
      if (tests.some((test) => test.path === appFile)) {
        const vite = await import(pathToFileURL(require.resolve('vite')));
        await bundleApp(vite, folder, '/bundle/');
      }
      server = await serve(foldersOf(folder), leg.page.isolated);
      browser = await start();
      await requireBackend(browser, server.url, leg);
      for (const test of tests) {
        if (watcher.isInterrupted()) break;
        await onStart(test);
        browser ??= await start();
        const begin = Date.now();
        const outcome =
          test.path === appFile
            ? await runApp(browser, server.url, leg.page)
            : await runInPage(
                browser,
                addressOf(server, leg, addresses.get(test.path), test.context.config),
                SILENCE_LIMIT_MS,
              );
        await onResult(test, testResult(test, outcome, {start: begin, end: Date.now()}));
        if (!outcome.hung) continue;
        await browser.close();
        browser = undefined;
      }
    } catch (error) {
      for (const test of tests) await onFailure(test, {message: error.message, stack: error.stack});
    } finally {
      await browser?.close();
      server?.stop();
      esbuild.stop(); // it would write on
      rmSync(folder, {recursive: true, force: true, maxRetries: 5});
    }
  }
}

const foldersOf = (folder) => ({
  bundle: folder,
  page: join(root, 'tools/browser/page'),
  repository: root,
  wasm: join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'),
});

function addressOf(server, {backend, page}, test, {testTimeout = 120_000}) {
  const settings = new URLSearchParams({backend, test, timeout: testTimeout});
  if (page.worker) settings.set('worker', '');
  if (page.threads) settings.set('threads', page.threads);
  return `${server.url}/page/index.html?${settings}`;
}

/** @throws {Error} Where the browser gives no such backend: it is too old, or the imitated graphics card is not there. */
async function requireBackend(browser, url, {backend, page: {flags, since}}) {
  const version = browser.version();
  if (Number.parseInt(version) < since)
    throw new Error(`this Chromium (${version}) is older than ${since}, the first with ${backend}`);
  const page = await browser.newPage();
  await page.goto(`${url}/nothing`); // an address of this machine may use a graphics card, about:blank may not
  const found = await page.evaluate(async (name) => {
    if (name === 'webgl') return new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
    if (name === 'webgpu') return Boolean(await navigator.gpu?.requestAdapter());
    return true;
  }, backend);
  await page.close();
  if (!found) throw new Error(`Chromium ${version} gives no ${backend} with ${flags.join(' ')}`);
}
