// The live pages at work: they train, they leave the main thread alone, they go on after a reload.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {loadModel} from 'normprop-runtime';
import {longestTask} from './support/longestTask.mjs';
import {checkPage, openBrowser, screenshots} from './support/visit.mjs';

const limit = {timeout: 60_000};
/** Milliseconds of processor time at a stretch once a page has loaded. */
const longest = 50;

let opened;
before(async () => (opened = await openBrowser()));
after(() => opened.close());

/** Waits until a condition on a data attribute of the page's part holds. */
const until = (page, selector, name, least) =>
  page.waitForFunction(
    ([selector, name, least]) => Number(document.querySelector(selector)?.dataset[name]) >= least,
    [selector, name, least],
    limit,
  );

test('the first screen trains at once, beside stock tfjs, and the page stays free', async (context) => {
  const begin = performance.now();
  const visited = await opened.visit('');
  const {page} = visited;
  await until(page, '.first', 'update', 1);
  context.diagnostic(`a curve after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  const bits = () => page.evaluate(() => Number(document.querySelector('.first').dataset.bits));
  const early = await bits();
  const {cpu, wall, tasks} = await longestTask(opened.browser, page, async () => {
    await page.waitForFunction(
      () => /\d/.test(document.querySelector('[data-part=theirs]').textContent),
      null,
      limit,
    );
    await until(page, '.first', 'update', 60);
  });
  context.diagnostic(
    `longest of ${tasks} tasks: ${cpu.toFixed(0)} ms of processor time, ${wall.toFixed(0)} ms by the clock`,
  );
  assert.ok(tasks > 0 && cpu < longest, `${cpu} ms in ${tasks} tasks`);
  const late = await bits();
  context.diagnostic(`bits per character: ${early.toFixed(2)} at first, ${late.toFixed(2)} now`);
  assert.ok(late < early - 1 && late < 4);
  const [ours, theirs] = await page.evaluate(() =>
    ['ours', 'theirs'].map((name) =>
      Number(document.querySelector(`[data-part=${name}]`).textContent.replace(/,/g, '')),
    ),
  );
  context.diagnostic(`characters a second: ${ours}, stock ${theirs}`);
  assert.ok(ours > theirs);
  const texts = await page.evaluate(() =>
    ['first-sample', 'sample'].map((name) => document.querySelector(`[data-part=${name}]`).textContent),
  );
  assert.notEqual(texts[0], texts[1]);
  await page.getByRole('button', {name: 'Pause'}).click();
  await page.screenshot({path: join(screenshots, 'first-trained.png')});
  await checkPage(visited, 'first screen in training');
  await visited.close();
});

test('the playground trains two models, shows what is inside, saves, and goes on after a reload', async (context) => {
  const visited = await opened.visit('playground.html');
  const {page} = visited;
  await page.getByLabel('Units').selectOption('32');
  const {cpu, wall, tasks} = await longestTask(opened.browser, page, async () => {
    await page.getByRole('button', {name: 'Train', exact: true}).click();
    await until(page, '.playground', 'firstUpdate', 25);
    await until(page, '.playground', 'secondUpdate', 25);
  });
  context.diagnostic(
    `longest of ${tasks} tasks: ${cpu.toFixed(0)} ms of processor time, ${wall.toFixed(0)} ms by the clock`,
  );
  assert.ok(tasks > 0 && cpu < longest, `${cpu} ms in ${tasks} tasks`);

  await page.getByRole('button', {name: 'Read the text'}).click();
  await page.locator('.coloured span').first().waitFor(limit);
  assert.ok((await page.locator('.best button').count()) > 0);
  await page.getByLabel('Begins with').fill('Whale');
  await page.getByRole('button', {name: 'Write', exact: true}).click();
  await page.waitForFunction(
    () => document.querySelector('[data-slot=second] [data-part=text]').textContent.startsWith('Whale'),
    null,
    limit,
  );
  await page.screenshot({path: join(screenshots, 'playground-trained.png'), fullPage: true});

  const download = page.waitForEvent('download', limit);
  await page.locator('[data-slot=first] [data-part=download]').click();
  const file = await (await download).path();
  const model = await loadModel(file);
  assert.equal(model.inputs[0].kind, 'symbols');
  model.dispose();
  await page.locator('[data-part=open]').setInputFiles(file);
  await page.waitForFunction(
    () => document.querySelector('[data-part=opened]').textContent.length > 100,
    null,
    limit,
  );

  await page.getByRole('button', {name: 'Pause'}).click();
  const paused = await page.evaluate(() => Number(document.querySelector('.playground').dataset.firstUpdate));
  await page.waitForFunction(
    (update) => Number(document.querySelector('.playground').dataset.firstKept) >= update,
    paused,
    limit,
  );
  await page.reload();
  await until(page, '.playground', 'firstFrom', paused);
  await page.locator('[data-part=run]:text("Train")').waitFor(limit);
  await page.getByRole('button', {name: 'Train', exact: true}).click();
  await until(page, '.playground', 'firstUpdate', paused + 5);
  await checkPage(visited, 'playground');

  await page.getByRole('button', {name: 'Start over'}).click();
  await page.locator('[data-part=source]').selectOption('own');
  await page.getByLabel(/Your text/).fill('too short');
  await page.getByRole('button', {name: 'Train', exact: true}).click();
  await page.getByText('The text has 9 characters. It needs at least 5,000.').waitFor(limit);
  await visited.close();
});

test('with cross-origin isolation the first screen trains too, and the benchmark has threads', async (context) => {
  const isolated = await openBrowser({isolated: true});
  try {
    const first = await isolated.visit('');
    await until(first.page, '.first', 'update', 3);
    assert.equal(await first.page.evaluate(() => globalThis.crossOriginIsolated), true);
    assert.deepEqual(first.troubles, []);
    await first.close();
    const drawing = await isolated.visit('draw.html');
    await until(drawing.page, '.drawing', 'read', 1);
    assert.deepEqual(drawing.troubles, []);
    await drawing.close();
    const {page, troubles} = await isolated.visit('benchmark.html');
    await page.getByLabel('Units').selectOption('64');
    for (const name of ['webgl', 'webgpu', 'onnxruntime']) await page.getByLabel(name).uncheck();
    await page.getByRole('button', {name: 'Measure'}).click();
    await page.locator('[data-part=state]:text("done")').waitFor(limit);
    const text = await page.locator('[data-part=results]').innerText();
    context.diagnostic(text.replaceAll(/\s+/g, ' '));
    assert.match(text, /threads \(ours\)/);
    assert.deepEqual(troubles, []);
  } finally {
    await isolated.close();
  }
});

test('the gamma lab answers a move in under 100 ms', async (context) => {
  const visited = await opened.visit('gamma.html');
  const {page} = visited;
  await until(page, '.gamma', 'surface', 25);
  const times = [];
  for (const [move, value] of ['0.9', '1.4', '1.9', '2.2', '2.6'].entries()) {
    await page.locator('[data-part=gammaX]').fill(value);
    await until(page, '.gamma', 'answers', move + 2);
    times.push(await page.evaluate(() => Number(document.querySelector('.gamma').dataset.ms)));
  }
  times.sort((one, other) => one - other);
  context.diagnostic(`milliseconds a move: ${times.join(', ')}`);
  assert.ok(times[2] < 100, `${times}`);
  await page.waitForFunction(() => !document.querySelector('.gamma tr.old'), null, limit);
  await page.screenshot({path: join(screenshots, 'gamma-moved.png')});
  await checkPage(visited, 'gamma lab');
  await visited.close();
});

test('the DRAW page paints digits glimpse by glimpse, and reads what is drawn', async (context) => {
  const visited = await opened.visit('draw.html');
  const {page} = visited;
  /** The ink of pictures, each 28x28 from 0 to 255. */
  const ink = (selector) =>
    page.evaluate(
      (selector) =>
        [...document.querySelectorAll(`${selector} canvas`)].map((canvas) => {
          const copy = new OffscreenCanvas(28, 28).getContext('2d', {willReadFrequently: true});
          copy.drawImage(canvas, 0, 0);
          return Array.from(copy.getImageData(0, 0, 28, 28).data).filter((_, i) => i % 4 === 3);
        }),
      selector,
    );
  const shown = (name) =>
    page.evaluate((name) => Number(document.querySelector('.drawing').dataset[name]), name);
  const readWindow = () => page.locator('[data-part=seen] rect').evaluate((rect) => rect.outerHTML);
  const apart = (one, other) =>
    one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;
  const blank = Array(28 * 28).fill(0);

  const {cpu, wall, tasks} = await longestTask(opened.browser, page, async () => {
    await until(page, '.drawing', 'painted', 8);
    const samples = await ink('[data-part=samples]');
    assert.equal(new Set(samples.map(String)).size, 8);
    for (const sample of samples) assert.ok(apart(sample, blank) > 8, 'a sample has ink');
    await page.locator('[data-part=painter] input').fill('1');
    assert.equal(await shown('painted'), 1);
    assert.ok(apart((await ink('[data-part=samples]'))[0], samples[0]) > 1, 'a glimpse adds something');
    await page.locator('[data-part=painter]').getByRole('button', {name: 'Play'}).click();
    await until(page, '.drawing', 'painted', 8);
    await page.getByRole('button', {name: 'Paint others'}).click();
    await until(page, '.drawing', 'seed', 2);
    await page.locator('[data-part=painter] input').fill('8');
    assert.equal(await shown('painted'), 8);
    const others = await ink('[data-part=samples]');
    others.forEach((other, i) => assert.ok(apart(other, samples[i]) > 4, 'another sample is another digit'));

    const pad = page.locator('[data-part=pad]');
    await pad.scrollIntoViewIfNeeded();
    const {x, y, width} = await pad.boundingBox();
    await page.mouse.move(x + 0.3 * width, y + 0.2 * width);
    await page.mouse.down();
    await page.mouse.move(x + 0.7 * width, y + 0.2 * width, {steps: 10});
    await page.mouse.move(x + 0.4 * width, y + 0.8 * width, {steps: 10});
    await page.mouse.up();
    await until(page, '.drawing', 'read', 2);
    await until(page, '.drawing', 'glimpse', 8);
    const last = await readWindow();
    await page.locator('[data-part=reader] input').fill('2');
    assert.notEqual(await readWindow(), last, 'the read window moves');
    await page.locator('[data-part=reader] input').fill('8');
  });
  context.diagnostic(
    `longest of ${tasks} tasks: ${cpu.toFixed(0)} ms of processor time, ${wall.toFixed(0)} ms by the clock`,
  );
  assert.ok(tasks > 0 && cpu < longest, `${cpu} ms in ${tasks} tasks`);
  const [[seen], [painted]] = [await ink('[data-part=seen]'), await ink('[data-part=painted]')];
  const [ours, nothing] = [apart(seen, painted), apart(seen, blank)];
  context.diagnostic(`from the drawing: ${ours.toFixed(1)}, a blank painting ${nothing.toFixed(1)}`);
  assert.ok(nothing > 8 && ours < 0.7 * nothing);
  const nats = Number(await page.locator('[data-part=bound]').textContent());
  context.diagnostic(`bound of the drawing: ${nats} nats`);
  assert.ok(nats < 28 * 28 * Math.LN2, 'a canvas of which nothing is known');
  await page.screenshot({path: join(screenshots, 'draw-drawn.png'), fullPage: true});

  const said = (part) => page.locator(`[data-part=${part}]`).textContent();
  const command = await said('command');
  for (const [flag, part] of Object.entries({
    glimpses: 'glimpses',
    units: 'units',
    'latent-size': 'latents',
    'read-size': 'read-size',
    'write-size': 'write-size',
  }))
    assert.ok(
      command.includes(`--${flag} ${parseInt(await said(part))} `),
      `${command} is not of this model: ${flag}`,
    );

  await page.getByRole('button', {name: 'test digit 4, number 2'}).focus();
  await page.keyboard.press('Enter');
  await until(page, '.drawing', 'read', 3);
  assert.ok(apart((await ink('[data-part=seen]'))[0], seen) > 4);
  await checkPage(visited, 'DRAW');
  await visited.close();
});

test('the benchmark page measures everyone and gives a text', async (context) => {
  const visited = await opened.visit('benchmark.html');
  const {page} = visited;
  await page.getByLabel('Units').selectOption('64');
  await page.getByLabel('webgl').uncheck();
  await page.getByLabel('webgpu').uncheck();
  await page.getByRole('button', {name: 'Measure'}).click();
  await page.locator('[data-part=state]:text("done")').waitFor(limit);
  await page.getByRole('button', {name: 'Copy as text'}).click();
  const text = await page.locator('[data-part=as-text]').textContent();
  context.diagnostic(text.replaceAll('\n', ' | '));
  for (const name of [
    'normPropLSTM (ours)',
    'tf.layers.lstm',
    'jax-js, jit',
    'normprop-runtime (ours)',
    'onnxruntime-web, wasm',
  ])
    assert.ok(text.includes(name), `${name} is missing in: ${text}`);
  await page.screenshot({path: join(screenshots, 'benchmark-measured.png')});
  await checkPage(visited, 'benchmark');
  await visited.close();
});
