// Every example, installed from the registry in a folder of its own and run as its README says.
import {cpSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {run, usedLine} from './project.mjs';

/** The last line that a program printed. */
const lastLine = (text) => text.trim().split('\n').at(-1);

/** The text of an element once it fits. */
const textOf = (page, selector, pattern) => page.locator(selector).filter({hasText: pattern}).textContent();

/** What a visitor does on a page that does nothing by itself, and what is seen then. */
const visits = {
  'next-character': async (page) => {
    await textOf(page, '#guesses', '%'); // the model is there, and the buttons work
    await page.locator('#likeliest').click();
    return textOf(page, '#written', /.{50}/s);
  },
  'stream-audio': async (page) => {
    await page.locator('#check').click();
    return textOf(page, 'output', /told right/);
  },
};

export function examples({copy, folder, env, browser}) {
  const all = join(copy, 'examples');
  return readdirSync(all).map((name) => {
    const {scripts} = JSON.parse(readFileSync(join(all, name, 'package.json'), 'utf8'));
    const [command, ...args] = scripts.start.split(' ');
    return {
      name: `example ${name}`,
      notRun: command === 'node' ? undefined : browser.missing,
      run: async () => {
        const project = join(folder, `example-${name}`);
        cpSync(join(all, name), project, {recursive: true});
        const install = ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'];
        await run('npm', [...install, '--loglevel=error'], {cwd: project, env});
        if (command === 'node') return lastLine(await run(process.execPath, args, {cwd: project, env}));
        if (command !== 'esbuild') throw new Error(`npm start: expected node or esbuild, got ${command}`);
        // The page is served by our own server, which stops.
        const bundles = args.filter((arg) => !arg.startsWith('--serve'));
        if (args.includes('--bundle'))
          await run(join(project, 'node_modules/esbuild/bin/esbuild'), bundles, {cwd: project, env});
        return usedLine(await browser.open(project, 'index.html', visits[name]));
      },
    };
  });
}
