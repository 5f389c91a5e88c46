import {readFileSync} from 'node:fs';

/**
 * How long the main thread of a page was busy at a stretch, while an action runs.
 *
 * @returns Milliseconds of processor time of the longest task, whatever else the machine does meanwhile; and of wall time.
 */
export async function longestTask(browser, page, action) {
  const path = `${process.env.TMPDIR ?? '/tmp'}/normprop-site-trace-${process.pid}.json`;
  await browser.startTracing(page, {path, categories: ['toplevel', 'devtools.timeline', '__metadata']});
  await action();
  await browser.stopTracing();
  const {traceEvents} = JSON.parse(readFileSync(path, 'utf8'));
  const mains = new Set(
    traceEvents
      .filter(({name, args}) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({pid, tid}) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ph, name, pid, tid}) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid} ${tid}`),
  );
  const most = (field) => Math.max(0, ...tasks.map((task) => task[field] ?? 0)) / 1000;
  return {cpu: most('tdur'), wall: most('dur'), tasks: tasks.length};
}
