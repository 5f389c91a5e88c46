// Pages of the built site in a headless Chromium, from a path that is not the top of its server.
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {chromium} from 'playwright-core';
import {findChromium, startChromium} from '../../../tools/browser/chromium.mjs';
import {built, site} from '../../build/places.mjs';
import {serve} from '../../serve.mjs';

export const screenshots = join(site, 'screenshots');
mkdirSync(screenshots, {recursive: true});

const {path, missing} = findChromium();
if (missing) throw new Error(missing);
const under = '/some/where/';

/** The three ways in which each page is looked at. */
export const looks = {
  light: {colorScheme: 'light', viewport: {width: 1280, height: 800}},
  dark: {colorScheme: 'dark', viewport: {width: 1280, height: 800}},
  phone: {colorScheme: 'light', viewport: {width: 390, height: 844}},
};

/** Starts a browser and a server; `close` ends both. */
export async function openBrowser({isolated = false} = {}) {
  const files = new Set();
  const server = await serve(built, {under, isolated, seen: (file) => files.add(file)});
  const browser = await startChromium(chromium, path, []);
  return {
    browser,
    files,
    async visit(address, look = looks.light) {
      const context = await browser.newContext(look);
      await context.addInitScript(observe);
      const page = await context.newPage();
      const troubles = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
      });
      page.on('pageerror', (error) => troubles.push(String(error.stack ?? error)));
      page.on('request', (request) => {
        if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(server.url))
          troubles.push(`asks ${request.url()}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
      });
      await page.goto(server.url + address);
      return {page, troubles, close: () => context.close()};
    },
    async close() {
      await browser.close();
      server.stop();
    },
  };
}

/** Runs in the page before anything else: what it shifts. */
function observe() {
  globalThis.__shift = 0;
  new PerformanceObserver((list) => {
    for (const {value, hadRecentInput} of list.getEntries()) if (!hadRecentInput) globalThis.__shift += value;
  }).observe({type: 'layout-shift', buffered: true});
}

/** What every page promises. */
export async function checkPage({page, troubles}, address) {
  assert.deepEqual(troubles, [], `${address}: console and network`);
  const [inner, scroll, shift] = await page.evaluate(() => [
    document.documentElement.clientWidth,
    document.documentElement.scrollWidth,
    globalThis.__shift,
  ]);
  assert.ok(scroll <= inner, `${address}: ${scroll} px wide in a window of ${inner} px`);
  assert.ok(shift < 0.05, `${address}: its parts move while it loads, by ${shift.toFixed(3)}`);
}

/** Kilobytes of files as a server sends them, gzipped; texts to learn from and trained models are data and do not count. */
export function weight(files) {
  const bytes = [...files]
    .filter((file) => !['.txt', '.safetensors'].includes(extname(file)))
    .reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  return bytes / 1000;
}
