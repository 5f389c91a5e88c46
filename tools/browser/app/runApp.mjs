import {runInPage} from '../runInPage.mjs';

const LIMIT_MS = 120_000;

/** A test of the report: `work` gives what is wrong with it, in lines. */
async function test(title, work) {
  const start = performance.now();
  const messages = await work().catch((error) => [String(error)]);
  return {
    path: ["a bundled app of the README's example", title],
    status: 'done',
    duration: performance.now() - start,
    messages,
  };
}

/** What is wrong with one run, nothing where it learned on wasm with that many threads. */
function faults(result, {threads, isolated}) {
  if (result.errors.length > 0) return result.errors;
  const {backend, kernels, losses} = result;
  const halved = losses.at(-1) < losses[0] / 2;
  return [
    ...(backend === 'wasm' ? [] : [`expected the backend wasm, got ${backend}`]),
    ...(result.isolated === isolated ? [] : [`expected crossOriginIsolated ${isolated}`]),
    ...(kernels.threads === threads && kernels.build !== 'reference'
      ? []
      : [`expected ${threads} threads of the kernels, got ${JSON.stringify(kernels)}`]),
    ...(halved ? [] : [`expected the loss to halve, got ${losses.join(', ')}`]),
  ];
}

/**
 * The app in a page, or, on the leg with threads, in a page and in a worker with them: the same bits.
 *
 * @returns As `runInPage`.
 */
export async function runApp(browser, url, {threads = 1, isolated = false}) {
  const page = () => runInPage(browser, `${url}/page/app.html`, LIMIT_MS);
  const worker = () => runInPage(browser, `${url}/page/app.html?worker&threads=${threads}`, LIMIT_MS);
  const tests = [];
  let plain;
  let shared;
  tests.push(
    await test('trains on wasm', async () => {
      plain = await page();
      return faults(plain, {threads: 1, isolated});
    }),
  );
  if (threads > 1) {
    tests.push(
      await test(`trains in a worker with ${threads} threads, to the same bits`, async () => {
        shared = await worker();
        const wrong = faults(shared, {threads, isolated});
        if (wrong.length > 0) return wrong;
        const numbers = ({losses, predictions}) => JSON.stringify([losses, predictions]);
        return numbers(shared) === numbers(plain) ? [] : ['the losses or the predictions differ'];
      }),
    );
  }
  return {environment: {}, errors: [], tests, hung: Boolean(plain?.hung || shared?.hung)};
}
