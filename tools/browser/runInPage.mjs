/** Seconds of processor time that the browser's processes have used, those that have ended aside. */
async function processorSeconds(browser) {
  const session = await browser.newBrowserCDPSession();
  const {processInfo} = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, {cpuTime}) => sum + cpuTime, 0);
}

/**
 * Opens one test file in a page of its own and waits for its end.
 *
 * @param limit Milliseconds without a new test after which the page counts as hung: a long file on a busy machine is not.
 * @returns `{environment, errors, tests}` as the page tells them, with `cpuSeconds`; `hung` where it did not.
 */
export async function runInPage(browser, url, limit) {
  const before = await processorSeconds(browser);
  const page = await browser.newPage();
  const said = [];
  let current = 'loading';
  let finish;
  const end = new Promise((resolve) => {
    finish = resolve;
  });
  const lost = (why) =>
    finish({hung: true, environment: {}, tests: [], errors: [`${why}, in: ${current}`, ...said.slice(-5)]});
  const timer = setTimeout(() => lost(`no new test and no end in ${limit / 1000} s`), limit);
  const gone = () => lost('the browser ended');
  browser.once('disconnected', gone);
  page.on('crash', () => lost('the page crashed'));
  page.on('pageerror', (error) => {
    said.push(String(error.stack ?? error));
    if (current === 'loading') lost('the page did not load');
  });
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  try {
    await page.exposeFunction('report', (message) => {
      timer.refresh();
      if (message.kind === 'test') current = message.name;
      else finish(message);
    });
    await page.goto(url, {timeout: limit});
    const result = await end;
    return {...result, cpuSeconds: (await processorSeconds(browser)) - before};
  } catch (error) {
    return {hung: true, environment: {}, tests: [], errors: [String(error)]};
  } finally {
    clearTimeout(timer);
    browser.off('disconnected', gone);
    // A page that spins does not close; its browser is ended then.
    await Promise.race([page.close(), new Promise((resolve) => setTimeout(resolve, 5000))]);
  }
}
