// The README's short table out of the long ones of docs/speed.md, so that the two never differ.
// usage: node benchmarks/shortTable.mjs   (writes README.md anew from docs/speed.md)
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {writeBlock} from '../tools/writeBlock.mjs';

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The rows of a Markdown table as cells. */
const cells = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const layers = ['`lstm`', '`normPropLSTM`'];

/**
 * One row a size: how many times faster than `tf.layers.lstm` a training step is, on wasm and on cpu.
 *
 * @param long The text that `npm run bench` prints.
 */
export function shortTable(long) {
  const sizes = {};
  let size = '';
  for (const line of long.split('\n')) {
    size = /^(T=\S+ B=\S+ D=\S+ H=\S+), load/.exec(line)?.[1] ?? size;
    const [name, , onWasm, , onCPU] = cells(line);
    if (layers.includes(name)) (sizes[size] ??= {})[name] = [onWasm, onCPU];
  }
  if (Object.keys(sizes).length === 0) throw new Error('no table of a training step was found');
  return [
    `| a training step |${layers.map((name) => ` ${name}, wasm | ${name}, cpu |`).join('')}`,
    `|---|${layers.map(() => '---|---|').join('')}`,
    ...Object.entries(sizes).map(
      ([each, row]) => `| ${each} | ${layers.flatMap((name) => row[name]).join(' | ')} |`,
    ),
  ].join('\n');
}

/** Puts the short table into README.md. */
export async function writeShortTable() {
  const [long] = readFileSync(file('docs/speed.md'), 'utf8').split('<!-- bench:end -->');
  await writeBlock(file('README.md'), 'speed', shortTable(long));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeShortTable();
