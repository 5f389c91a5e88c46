import {tinyConfig} from '../../../test/support/tinyRun.js';
import {CharModel} from './charModel.js';

const modelOf = (units: number, vocabularySize = 7): CharModel =>
  new CharModel(tinyConfig({units}), vocabularySize);

describe('CharModel', () => {
  test('two models of one seed start from the same matrices, whatever the recurrent layer', async () => {
    const models = (['lstm', 'normProp'] as const).map(async (model) => {
      const charModel = new CharModel(tinyConfig({model}), 7);
      const weights = new Map((await charModel.snapshot()).map(({name, values}) => [name, values]));
      charModel.dispose();
      return weights;
    });
    const [lstm, normProp] = await Promise.all(models);
    const shared = [...lstm.keys()].filter((name) => normProp.has(name));
    expect(shared.length).toBeGreaterThanOrEqual(6);
    for (const name of shared) expect(normProp.get(name)).toEqual(lstm.get(name));
  });

  test('the projection’s rows are orthogonal, with the variance that the scale says', () => {
    for (const [inputScale, variance] of [
      ['sqrt', 1],
      [1, 1 / 7],
    ] as const) {
      const model = new CharModel(tinyConfig({inputScale}), 7);
      expect(model.projection.variance).toBeCloseTo(variance, 12);
      const row = (index: number): Float32Array => model.projection.rows.subarray(index * 7, index * 7 + 7);
      for (let i = 0; i < 7; i++)
        for (let j = 0; j < 7; j++) {
          const product = row(i).reduce((sum, value, k) => sum + value * row(j)[k], 0);
          expect(Math.abs(product - (i === j ? 7 * variance : 0))).toBeLessThan(1e-5);
        }
      model.dispose();
    }
  });

  test('takes back what it gave, and refuses weights of another shape', async () => {
    const [model, same, larger] = [modelOf(6), modelOf(6), modelOf(8)];
    const snapshot = await model.snapshot();
    same.restore(snapshot.map((weight) => ({...weight, values: weight.values.map((value) => value + 1)})));
    expect(await same.snapshot()).not.toEqual(snapshot);
    same.restore(snapshot);
    expect(await same.snapshot()).toEqual(snapshot);
    expect(() => larger.restore(snapshot)).toThrow(
      /^weights: expected \S*kernel \[7,32\], got \S*kernel \[7,24\]$/,
    );
    expect(() => model.restore(snapshot.slice(1))).toThrow(/^weights: expected/);
    [model, same, larger].forEach((each) => each.dispose());
  });
});
