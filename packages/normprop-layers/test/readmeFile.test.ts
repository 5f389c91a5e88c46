import {mkdtempSync, rmSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as ours from '../src/index.js';
import {exampleWith, run} from './readmeExamples.js';

test('a model goes into a file and comes back, without tfjs-node', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'normprop-saved-'));
  try {
    const model = tfl.sequential({layers: [ours.normPropLSTM({units: 3, inputShape: [4, 2]})]});
    const code = exampleWith('withSaveHandler')
      .replaceAll("'model.json'", JSON.stringify(join(folder, 'model.json')))
      .concat('check(loaded);');
    const check = (loaded: tfl.LayersModel) => {
      const x = tfc.randomNormal([5, 4, 2]);
      const [before, after] = [model, loaded].map((each) => (each.predict(x) as tfc.Tensor).dataSync());
      expect(after).toEqual(before);
    };
    await run(code, {tf: {...tfc, ...tfl}, model, readFile, writeFile, check});
    expect.assertions(1);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
