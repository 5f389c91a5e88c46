// The browser legs of the test matrix: the packages' own test files in headless Chromium, on the published builds.
// usage: node tools/browser/run.mjs [--leg browser-webgl]… [--package normprop-core]… [--slow] [a part of the files' paths]
//   with a part of the paths the kept results stay as they are
//   --slow  also the files that software takes minutes for where it imitates a graphics card
// Without a Chromium it says so, leaves {"notRun": why} for each package and leg, and ends with 0.
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {parseArgs} from 'node:util';
import exclusions from '../jest/exclusions.cjs';
import {installLegs} from '../legs/install.mjs';
import {resultsFolder, root} from '../results.mjs';
import {bundleApp} from './app/bundleApp.mjs';
import {runApp} from './app/runApp.mjs';
import {bundle} from './bundle.mjs';
import {findChromium, startChromium} from './chromium.mjs';
import {legs, packages} from './legs.mjs';
import {count, fileReport, packageReport} from './report.mjs';
import {runInPage} from './runInPage.mjs';
import {serve} from './serve.mjs';

const FILE_LIMIT_MS = 600_000;
const TEST_LIMIT_MS = 120_000;

const {values: chosen, positionals} = parseArgs({
  options: {
    leg: {type: 'string', multiple: true},
    package: {type: 'string', multiple: true},
    slow: {type: 'boolean', default: false},
  },
  allowPositionals: true,
});
const wanted = (names, all, what) => {
  for (const name of names ?? [])
    if (!all.includes(name)) throw new Error(`--${what}: expected one of ${all.join(', ')}, got '${name}'`);
  return names ?? all;
};
const theLegs = wanted(chosen.leg, Object.keys(legs), 'leg');
const thePackages = wanted(chosen.package, packages, 'package');

const appFile = join(root, 'tools/browser/app/runApp.mjs');
const wantedFile = (file) =>
  positionals.length === 0 || positionals.some((part) => relative(root, file).includes(part));

const whole = positionals.length === 0;
const resultFile = (name, leg) => join(resultsFolder, `${name}-${leg}.json`);
const write = (name, leg, report) => {
  if (whole) writeFileSync(resultFile(name, leg), `${JSON.stringify(report, null, 1)}\n`);
};

function notRun(leg, why) {
  console.log(`not run: ${leg}, because ${why}`);
  for (const name of thePackages) write(name, leg, {notRun: why});
}

function testFilesOf(name) {
  return ['src', 'test'].flatMap((top) =>
    readdirSync(join(root, 'packages', name, top), {recursive: true})
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => join(root, 'packages', name, top, file))
      .sort(),
  );
}

const addressOf = (server, leg, test) => {
  const {backend, worker, threads} = legs[leg];
  const settings = new URLSearchParams({backend, test, timeout: TEST_LIMIT_MS});
  if (worker) settings.set('worker', '');
  if (threads) settings.set('threads', threads);
  return `${server.url}/page/index.html?${settings}`;
};

/** The first Chromium with a backend's API. */
const since = {wasm: 91, webgl: 69, webgpu: 113};

/**
 * Why this browser is too old for a backend, if it is.
 *
 * @throws {Error} where it is not, and gives none all the same: the leg's flags are wrong, or the imitated graphics card is not there.
 */
async function lacks(browser, url, {backend, flags}) {
  const version = browser.version();
  if (Number.parseInt(version) < since[backend])
    return `this Chromium (${version}) is older than ${since[backend]}, the first with ${backend}`;
  const page = await browser.newPage();
  await page.goto(`${url}/nothing`); // an address of this machine may use a graphics card, about:blank may not
  const found = await page.evaluate(async (name) => {
    if (name === 'webgl') return new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
    if (name === 'webgpu') return Boolean(await navigator.gpu?.requestAdapter());
    return true;
  }, backend);
  await page.close();
  if (!found) throw new Error(`Chromium ${version} gives no ${backend} with ${flags.join(' ')}`);
  return undefined;
}

/** Prints one file's outcome, with what failed, and returns its part of the report. */
function tell(leg, name, file, result, milliseconds) {
  const report = fileReport(file, result, milliseconds);
  const counts = `${count([report], 'passed')} passed, ${count([report], 'failed')} failed`;
  const cpu = result.cpuSeconds ? ` (${result.cpuSeconds.toFixed(1)} s of processor)` : '';
  const shown = relative(root, file).replace(join('packages', name, '/'), '');
  console.log(`${leg} ${name} ${shown}: ${counts}, ${(milliseconds / 1000).toFixed(1)} s${cpu}`);
  for (const test of report.assertionResults.filter(({status}) => status === 'failed'))
    console.log(`  ✕ ${test.fullName}\n    ${test.failureMessages.join('\n').replaceAll('\n', '\n    ')}`);
  return report;
}

/** Runs the packages on one leg, a page for each test file; returns how many tests failed. */
async function runLeg(leg, {path, chromium, folders, addresses}) {
  const server = await serve(folders, legs[leg].isolated);
  let browser;
  let failed = 0;
  try {
    browser = await startChromium(chromium, path, legs[leg].flags);
    const why = await lacks(browser, server.url, legs[leg]);
    if (why) notRun(leg, why);
    for (const name of why ? [] : thePackages) {
      const left = exclusions.leftOut(name, leg).filter(({slow}) => !(slow && chosen.slow));
      const files = [];
      let environment = {};
      const run = async (file, work) => {
        browser ??= await startChromium(chromium, path, legs[leg].flags);
        environment.browser = browser.version();
        const start = performance.now();
        const result = await work();
        files.push(tell(leg, name, file, result, Math.round(performance.now() - start)));
        environment = {...environment, ...result.environment};
        if (!result.hung) return;
        await browser.close();
        browser = undefined;
      };
      for (const file of testFilesOf(name).filter((file) => addresses.has(file))) {
        if (left.some((exclusion) => file.includes(exclusion.file))) continue;
        const url = addressOf(server, leg, addresses.get(file));
        await run(file, () => runInPage(browser, url, FILE_LIMIT_MS));
      }
      if (name === 'normprop-layers' && legs[leg].backend === 'wasm' && wantedFile(appFile))
        await run(appFile, () => runApp(browser, server.url, legs[leg]));
      failed += count(files, 'failed');
      write(name, leg, packageReport(files, environment, left));
      const counts = `${count(files, 'passed')} passed, ${count(files, 'failed')} failed`;
      console.log(`${leg} ${name}: ${counts}`);
      for (const {file, why} of left) console.log(`  left out: ${file} (${why})`);
    }
  } finally {
    await browser?.close();
    server.stop();
  }
  return failed;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
mkdirSync(resultsFolder, {recursive: true});
// a run that is killed leaves none
if (whole)
  for (const leg of theLegs) for (const name of thePackages) rmSync(resultFile(name, leg), {force: true});
const {path, missing} = findChromium();
const lacking = missing ?? (await installLegs());
if (lacking) for (const leg of theLegs) notRun(leg, lacking);
else {
  const require = createRequire(join(root, 'tools/legs/package.json'));
  const {chromium} = require('playwright-core');
  const folder = mkdtempSync(join(tmpdir(), 'normprop-browser-'));
  const esbuild = require('esbuild');
  process.once('exit', () => {
    esbuild.stop(); // it would write on
    rmSync(folder, {recursive: true, force: true, maxRetries: 5});
  });
  let failed = 0;
  const files = thePackages.flatMap(testFilesOf).filter(wantedFile);
  const addresses = await bundle(esbuild, folder, files);
  await bundleApp(esbuild, folder);
  const folders = {
    bundle: folder,
    page: join(root, 'tools/browser/page'),
    repository: root,
    wasm: join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'),
  };
  // Two at a time: a page and the imitated graphics card take turns, and leave a core idle.
  const waiting = [...theLegs];
  const worker = async () => {
    for (let leg = waiting.shift(); leg !== undefined; leg = waiting.shift()) {
      const here = await runLeg(leg, {path, chromium, folders, addresses}).catch((error) => {
        console.error(`${leg} failed as a whole: ${error.stack}`);
        return 1;
      });
      failed += here;
    }
  };
  await Promise.all([worker(), worker()]);
  process.exitCode = failed === 0 ? 0 : 1;
}
