import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {findNodePackage} from '../src/backend/nodePackage.js';
import {checkInProcess} from '../src/check/checkInProcess.js';
import type {CheckOutcome, CheckTask} from '../src/check/checkMessages.js';
import {doctorReport} from '../src/doctorReport.js';
import {emptyFolder} from './support/emptyFolder.js';
import {fakeProject} from './support/fakePrograms.js';

const works: CheckOutcome = {check: {difference: {where: 'matMul', amount: 2e-7}, stepMilliseconds: 3}};

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
