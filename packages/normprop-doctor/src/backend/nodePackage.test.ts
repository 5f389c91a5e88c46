import {mkdirSync, realpathSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fakeProject} from '../../test/support/fakePrograms.js';
import {findNodePackage, usableNodePackage} from './nodePackage.js';
import type {NodePackage} from './nodePackage.js';

function giveBinding({binding}: NodePackage): void {
  mkdirSync(dirname(binding), {recursive: true});
  writeFileSync(binding, '');
}

test('finds the package in a node_modules further up, and where it looks for its binding', () => {
  const project = fakeProject('@tensorflow/tfjs-node');
  const found = findNodePackage('@tensorflow/tfjs-node', join(project, 'some/folder'))!;
  const path = join(realpathSync(project), 'node_modules/@tensorflow/tfjs-node');
  expect(found).toMatchObject({path, version: '4.22.0'});
  expect(found.binding).toBe(join(path, 'lib/napi-v8/tfjs_binding.node')); // the newest Node-API of both
  expect(findNodePackage('@tensorflow/tfjs-node-gpu', project)).toBeUndefined();
});

test('takes the first with a binding, for GPUs before the other', () => {
  const project = fakeProject('@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu');
  expect(usableNodePackage([project])).toBeUndefined();
  giveBinding(findNodePackage('@tensorflow/tfjs-node', project)!);
  expect(usableNodePackage([project])?.name).toBe('@tensorflow/tfjs-node');
  giveBinding(findNodePackage('@tensorflow/tfjs-node-gpu', project)!);
  expect(usableNodePackage([fakeProject(), project])?.name).toBe('@tensorflow/tfjs-node-gpu');
});
