import {renameSync, writeFileSync} from 'node:fs';
import {writeBlock} from '../../tools/writeBlock.mjs';
import {pictureOf} from './picture.mjs';
import {tableOf} from './table.mjs';

/** Puts the tables and what made them between the marks of README.md and draws battery.svg, from the lines alone. */
export async function writeReadme(folder, summary, lines) {
  const runs = summary.sections.flatMap(({rows}) =>
    rows.flatMap(({cells}) => cells.flatMap(({runs: used = []}) => used)),
  );
  if (runs.length === 0) return;
  const of = (name) => [...new Set(runs.map((line) => line[name]))].join(', ');
  const minutes = (lines.reduce((sum, {cpuSeconds}) => sum + cpuSeconds, 0) / 60).toFixed(0);
  const made = `${lines.length} runs, ${minutes} minutes of CPU time; commit ${of('commit')}; ${of('machine')}; tfjs ${of('tfjs')}.`;
  const block = `![Each model's loss against lstm's](battery.svg)\n\n${tableOf(summary)}\n\n${made}`;
  await writeBlock(folder('README.md'), 'battery', block);
  const picture = folder('battery.svg');
  writeFileSync(`${picture}.new`, pictureOf(summary));
  renameSync(`${picture}.new`, picture);
}
