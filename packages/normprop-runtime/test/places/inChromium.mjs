// The published runtime and the examples in headless Chromium; prints what they gave as JSON.
// usage: node inChromium.mjs
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findChromium, startChromium} from '../../../../tools/browser/chromium.mjs';
import {serve} from '../../../../tools/browser/serve.mjs';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const {chromium} = createRequire(join(root, 'tools/legs/package.json'))('playwright-core');
const esbuild = createRequire(import.meta.url)('esbuild');
const LIMIT_MS = 200_000;

const folder = mkdtempSync(join(tmpdir(), 'normprop-places-'));
const bundle = (from, names, outdir) =>
  esbuild.build({
    entryPoints: names.map((name) => join(from, name)),
    absWorkingDir: root,
    outdir,
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  });

/** An example as its README makes it. */
async function example(name, scripts) {
  const to = join(folder, 'examples', name);
  mkdirSync(to, {recursive: true});
  const from = join(root, 'examples', name);
  for (const file of ['index.html', 'model.safetensors']) cpSync(join(from, file), join(to, file));
  await bundle(from, scripts, join(to, 'bundle'));
}

/** Opens a page and gives what `work` makes of it; what the page complains of is an error. */
async function inPage(browser, url, work) {
  const page = await browser.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  try {
    await page.goto(url);
    return await work(page);
  } catch (error) {
    throw new Error(`${url}: ${[error.message, ...complaints].join('\n')}`, {cause: error});
  } finally {
    await page.close();
  }
}

const textOf = (page, selector, pattern) => page.locator(selector).filter({hasText: pattern}).textContent();

let browser;
let server;
try {
  await bundle(here, ['page.mjs', 'worker.mjs', 'worklet.mjs'], join(folder, 'places'));
  writeFileSync(
    join(folder, 'places/index.html'),
    '<!doctype html><body></body><script type="module" src="page.js"></script>',
  );
  await example('stream-audio', ['main.js', 'processor.js']);
  await example('next-character', ['main.js']);
  server = await serve({
    places: join(folder, 'places'),
    examples: join(folder, 'examples'),
    runtime: join(root, 'packages/normprop-runtime/dist'),
  });
  browser = await startChromium(chromium, findChromium().path, []);
  const places = await inPage(browser, `${server.url}/places/index.html`, async (page) => {
    await page.waitForFunction('document.title === "done"');
    return JSON.parse(await page.locator('body').textContent());
  });
  const voice = await inPage(browser, `${server.url}/examples/stream-audio/index.html`, async (page) => {
    await page.locator('#check').click();
    return textOf(page, 'output', /told right|Error/);
  });
  const text = await inPage(browser, `${server.url}/examples/next-character/index.html`, async (page) => {
    await page.locator('#guesses').filter({hasText: '%'}).waitFor();
    await page.locator('#likeliest').click();
    const likeliest = await textOf(page, '#written', /.{50}/s);
    await page.locator('#write').click();
    return {
      likeliest,
      speed: await textOf(page, '#speed', /a second/),
      guesses: await page.locator('#guesses').textContent(),
    };
  });
  console.log(JSON.stringify({places, voice, text}));
} finally {
  await browser?.close();
  server?.stop();
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}
