// Every kind of page, in light, in dark and at the width of a phone: clean, no wider than its window, light to load.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {checkPage, looks, openBrowser, screenshots, weight} from './support/visit.mjs';

const pages = {
  first: '',
  playground: 'playground.html',
  gamma: 'gamma.html',
  draw: 'draw.html',
  benchmark: 'benchmark.html',
  guide: 'guide/first-model.html',
  packages: 'guide/packages.html',
  recipe: 'docs/recipe.html',
  variance: 'docs/variance.html',
  layers: 'packages/normprop-layers/',
  experiments: 'experiments/ptb-char/',
  api: 'api/normprop-layers.html',
};
const limitKB = 500;

let opened;
before(async () => (opened = await openBrowser()));
after(() => opened.close());

for (const [name, address] of Object.entries(pages)) {
  test(`${name}: clean in light, dark and on a phone, and under ${limitKB} KB`, async (context) => {
    for (const [look, settings] of Object.entries(looks)) {
      opened.files.clear();
      const visited = await opened.visit(address, settings);
      await visited.page.waitForLoadState('networkidle');
      await visited.page.waitForTimeout(400);
      await visited.page.screenshot({path: join(screenshots, `${name}-${look}.png`)});
      await checkPage(visited, `${address} (${look})`);
      if (look === 'light') {
        const kilobytes = weight(opened.files);
        context.diagnostic(`${name}: ${kilobytes.toFixed(0)} KB gzipped`);
        assert.ok(kilobytes < limitKB, `${kilobytes.toFixed(0)} KB`);
      }
      await visited.close();
    }
  });
}

test('the live pages are no wider than windows between a small phone and a laptop', async () => {
  for (const width of [320, 768, 900])
    for (const name of ['first', 'playground', 'gamma', 'draw', 'benchmark']) {
      const visited = await opened.visit(pages[name], {viewport: {width, height: 800}});
      await visited.page.waitForLoadState('networkidle');
      await checkPage(visited, `${name} at ${width} px`);
      await visited.close();
    }
});

test('the menu on a phone opens by keyboard and leads on', async () => {
  const {page, close} = await opened.visit('guide/first-model.html', looks.phone);
  await page.waitForLoadState('networkidle');
  await page.locator('.VPNavBarHamburger').focus();
  await page.keyboard.press('Enter');
  await page.locator('.VPNavScreen').getByText('Playground').click();
  await page.waitForFunction(() => /Playground/.test(document.title) && /playground/.test(location.pathname));
  await close();
});

test('the search finds a page', async () => {
  const {page, close} = await opened.visit('guide/first-model.html');
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Control+k');
  await page.locator('#localsearch-input').fill('unitNormColumns');
  await page.locator('.VPLocalSearchBox .result').first().waitFor({timeout: 30_000});
  await close();
});
