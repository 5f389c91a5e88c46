// Every example that has a package.json, installed from the registry in a folder of its own and run as its README says.
import {cpSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {run, usedLine} from './project.mjs';

/** The last line that a program printed. */
const lastLine = (text) => text.trim().split('\n').at(-1);

export function examples({copy, folder, env, browser}) {
  const all = join(copy, 'examples');
  const names = readdirSync(all).filter((name) => existsSync(join(all, name, 'package.json')));
  return names.map((name) => {
    const {scripts} = JSON.parse(readFileSync(join(all, name, 'package.json'), 'utf8'));
    const [, program] = /^node (\S+)$/.exec(scripts.start) ?? [];
    return {
      name: `example ${name}`,
      notRun: program === undefined ? browser.missing : undefined,
      run: async () => {
        const project = join(folder, `example-${name}`);
        cpSync(join(all, name), project, {recursive: true});
        const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
        await run('npm', install, {cwd: project, env});
        if (program === undefined) return usedLine(await browser.open(project));
        return lastLine(await run(process.execPath, [program], {cwd: project, env}));
      },
    };
  });
}
