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
    'normprop-runtime (ours)',
    'onnxruntime-web, wasm',
  ])
    assert.ok(text.includes(name), `${name} is missing in: ${text}`);
  await page.screenshot({path: join(screenshots, 'benchmark-measured.png')});
  await checkPage(visited, 'benchmark');
  await visited.close();
});
