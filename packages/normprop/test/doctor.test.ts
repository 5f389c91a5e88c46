import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {findNodePackage} from '../src/backend/nodePackage.js';
import {checkInProcess} from '../src/doctor/check/checkInProcess.js';
import type {CheckOutcome, CheckTask} from '../src/doctor/check/checkMessages.js';
import {doctorReport} from '../src/doctor/doctorReport.js';
import {fakeProject} from './support/fakePrograms.js';
import {runCommand} from './support/runCommand.js';
import {program} from './support/sweepProcess.js';
import {backend, emptyFolder} from './support/tinyRun.js';

const works: CheckOutcome = {check: {difference: {where: 'matMul', amount: 2e-7}, stepMilliseconds: 3}};

test('the built program finds that every backend here computes the right numbers', async () => {
  const {stdout} = await promisify(execFile)(process.execPath, [program, 'doctor'], {encoding: 'utf8'});
  expect(stdout).toMatch(/^Node \d+\.\d+\.\d+, \w+ \w+, \d+ processors; NVIDIA devices: /);
  expect(stdout).toMatch(/\ntfjs 4\.\d+\.\d+\nKernels: (relaxed-simd|simd) build; threads can be used/);
  for (const name of ['cpu', 'wasm', ...(backend === 'tensorflow' ? ['tensorflow'] : [])])
    expect(stdout).toMatch(
      new RegExp(`\n  ${name}\\b.*: works.*agree with cpu .*a training step takes [\\d.]+ ms`),
    );
});

test('names the package that brings tensorflow, and tries it with that package', async () => {
  const project = fakeProject('@tensorflow/tfjs-node');
  const nodePackage = findNodePackage('@tensorflow/tfjs-node', project)!;
  mkdirSync(dirname(nodePackage.binding), {recursive: true});
  writeFileSync(nodePackage.binding, '');
  const tasks: CheckTask[] = [];
  const {lines, allWork} = await doctorReport(project, (task) => {
    tasks.push(task);
    return Promise.resolve(works);
  });
  expect(allWork).toBe(true);
  expect(tasks).toEqual([{backend: 'cpu'}, {backend: 'wasm'}, {backend: 'tensorflow', nodePackage}]);
  expect(lines.join('\n')).toContain(
    'tensorflow (@tensorflow/tfjs-node 4.22.0): works: matMul and the gradients of an LSTM agree with cpu (largest difference 2e-7)',
  );
});

test('says what differs and by how much, and why a backend fails', async () => {
  const wrong = {check: {difference: {where: 'lstm, loss', amount: 0.02}, stepMilliseconds: 3, onGPU: true}};
  const {lines, allWork} = await doctorReport(emptyFolder(), ({backend: name}) =>
    Promise.resolve(name === 'cpu' ? wrong : {failure: 'no SIMD'}),
  );
  expect(allWork).toBe(false);
  expect(lines.join('\n')).toContain(
    'cpu: is wrong, on a GPU: lstm, loss differs from cpu by 0.020 (at most 0.0001)',
  );
  expect(lines.join('\n')).toContain('wasm: fails: no SIMD');
});

test('a checking process that crashes is a failure in words', async () => {
  const crashing = join(emptyFolder(), 'crash.cjs');
  writeFileSync(crashing, "process.stderr.write('native trouble'); process.kill(process.pid, 'SIGKILL');");
  expect(await checkInProcess({backend: 'cpu'}, crashing)).toEqual({
    failure: 'the process that tried it was ended by SIGKILL: native trouble',
  });
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
