import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {pictureOf} from './picture.mjs';
import {tableOf} from './table.mjs';

/** Puts the tables and what made them between the marks of README.md and draws battery.svg, from the lines alone. */
export function writeReadme(folder, summary, lines) {
  const runs = summary.sections.flatMap(({rows}) =>
    rows.flatMap(({cells}) => cells.flatMap(({runs: used = []}) => used)),
  );
  if (runs.length === 0) return;
  const of = (name) => [...new Set(runs.map((line) => line[name]))].join(', ');
  const minutes = (lines.reduce((sum, {cpuSeconds}) => sum + cpuSeconds, 0) / 60).toFixed(0);
  const made = `${lines.length} runs, ${minutes} minutes of CPU time; commit ${of('commit')}; ${of('machine')}; tfjs ${of('tfjs')}.`;
  const block = `![Each model's loss against lstm's](battery.svg)\n\n${tableOf(summary)}\n\n${made}`;
  const readme = readFileSync(folder('README.md'), 'utf8');
  const between = /(<!-- battery:start -->)[^]*(<!-- battery:end -->)/;
  if (!between.test(readme)) throw new Error('README.md: expected the marks battery:start and battery:end');
  write(
    folder('README.md'),
    readme.replace(between, (_, start, end) => `${start}\n\n${block}\n\n${end}`),
  );
  write(folder('battery.svg'), pictureOf(summary));
}

function write(file, content) {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
