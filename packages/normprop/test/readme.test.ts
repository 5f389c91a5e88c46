import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {normPropLSTM} from 'normprop-layers';
import {tinyText} from './support/tinyText.js';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
/** Where programs can import 'normprop', and git does not look. */
const cache = join(root, 'node_modules/.cache');

/** Runs a program as a user's own, beside a text to train on. */
function runProgram(code: string): {status: number | null; stdout: string; stderr: string} {
  mkdirSync(cache, {recursive: true});
  const folder = mkdtempSync(join(cache, 'readme-'));
  try {
    writeFileSync(join(folder, 'program.mjs'), code);
    writeFileSync(join(folder, 'my-novel.txt'), tinyText());
    return spawnSync(process.execPath, ['program.mjs'], {cwd: folder, encoding: 'utf8'});
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

describe('README', () => {
  test('its program runs and prints bits per character and a sample', () => {
    const code = /```js\n([^]*?)```/
      .exec(readme)![1]
      .replace('updates: 20', 'updates: 3, length: 10, batch: 4');
    expect(code).toContain('updates: 3');
    const {status, stdout, stderr} = runProgram(code);
    expect({status, stderr}).toMatchObject({status: 0});
    const [bits, ...sample] = stdout.split('\n');
    expect(Number(bits)).toBeGreaterThan(0);
    expect(sample.join('\n')).toHaveLength(101);
  });

  test('knows what tfjs says of a saved model whose import is missing', () => {
    const config = JSON.stringify(normPropLSTM({units: 2, inputShape: [3, 2]}).getConfig());
    const {stderr} = runProgram(`
      const layer = {class_name: 'NormPropLSTM', config: ${config}};
      const modelTopology = {class_name: 'Sequential', config: {name: 'm', layers: [layer]}};
      import {loadLayersModel} from '@tensorflow/tfjs-layers';
      await loadLayersModel({load: async () => ({modelTopology})});
    `);
    const message = /Unknown layer: NormPropLSTM/.exec(stderr);
    expect(message).not.toBeNull();
    expect(readme).toContain(message![0]);
    expect(readme).toMatch(/Unknown layer: NormPropLSTM.*import 'normprop-layers\/register'/);
  });
});
