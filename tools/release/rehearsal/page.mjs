// Opens a folder as a page in headless Chromium and gives back what its program printed.
import {createReadStream, existsSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {extname, join, normalize} from 'node:path';
import {findChromium, startChromium} from '../../browser/chromium.mjs';
import {installLegs} from '../../legs/install.mjs';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/**
 * A browser with `open(folder, file, drive)`, or `{missing}`: why there is none. A page prints a line `used: …`, or `drive(page)`
 * makes one.
 */
export async function startBrowser() {
  const {path, missing} = findChromium();
  if (missing) return {missing};
  const require = createRequire(new URL('../../legs/package.json', import.meta.url));
  let playwright;
  try {
    playwright = require('playwright-core');
  } catch {
    const lacks = await installLegs();
    if (lacks) return {missing: lacks};
    playwright = require('playwright-core');
  }
  const browser = await startChromium(playwright.chromium, path, []);
  return {
    open: (folder, file = 'index.html', drive = undefined) => open(browser, folder, file, drive),
    close: () => browser.close(),
  };
}

async function open(browser, folder, name, drive) {
  const server = createServer((request, response) => {
    const file = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://page').pathname)));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {'content-type': types[extname(file)] ?? 'application/octet-stream'});
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  try {
    return await new Promise((resolve, reject) => {
      let text = '';
      const timer = setTimeout(() => reject(new Error(`expected a line within 60 s, got\n${text}`)), 60_000);
      const done = (settle, value) => {
        clearTimeout(timer);
        settle(value);
      };
      page.on('console', (message) => {
        text += `${message.text()}\n`;
        if (message.text().startsWith('used: ')) done(resolve, text);
        if (message.text().startsWith('failed: ')) done(reject, new Error(message.text()));
      });
      page.on('pageerror', (error) => done(reject, error));
      page
        .goto(`http://127.0.0.1:${server.address().port}/${name}`)
        .then(() => drive?.(page).then((line) => done(resolve, `used: ${line}`)))
        .catch((error) => done(reject, error));
    });
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}
