import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {runCommand} from './support/runCommand.js';
import {program} from './support/sweepProcess.js';
import {backend} from './support/tinyRun.js';

test('the built program finds that every backend here computes the right numbers', async () => {
  const {stdout} = await promisify(execFile)(process.execPath, [program, 'doctor'], {encoding: 'utf8'});
  expect(stdout).toMatch(/^Node \d+\.\d+\.\d+, \w+ \w+, \d+ processors; NVIDIA devices: /);
  expect(stdout).toMatch(
    /\ntfjs 4\.\d+\.\d+\nKernels: (relaxed-simd|simd) build \(no native code: .+\); threads share/,
  );
  for (const name of ['cpu', 'wasm', ...(backend === 'tensorflow' ? ['tensorflow'] : [])])
    expect(stdout).toMatch(
      new RegExp(`\n  ${name}\\b.*: works.*agree with cpu .*a training step takes [\\d.]+ ms`),
    );
});

test('options of the installer alone are refused without it', async () => {
  for (const option of [['--gpu'], ['--cache', 'x'], ['--python', 'python3']]) {
    const {code, err} = await runCommand('doctor', ...option);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(`${option[0]}: goes with --install-node-backend`),
    ]);
  }
});
