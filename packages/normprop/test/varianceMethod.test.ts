import {join} from 'node:path';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {UserError} from '../src/userError.js';
import {emptyFolder, tinyConfig} from './support/tinyRun.js';

describe('varianceMethod', () => {
  /** Mean of E[h²] before training over all steps of a batch of validation text. */
  async function initialMeanSquare(varianceMethod: string): Promise<number> {
    // Small gains: there the paper's equations are far off.
    const gains = {gammaX: 0.5, gammaH: 0.5, gammaC: 0.5};
    const config = tinyConfig({...gains, varianceMethod, units: 40, length: 20, updates: 1});
    const {result} = await trainCharlm(config, {folder: join(emptyFolder(), 'run')});
    const {initial} = result.hiddenMeanSquare;
    return initial.reduce((sum, value) => sum + value, 0) / initial.length;
  }

  test('calibrated brings E[h²] over the steps of a piece to 1, where the equations leave it elsewhere', async () => {
    const [paper, calibrated] = [await initialMeanSquare('paper'), await initialMeanSquare('calibrated')];
    expect(Math.abs(calibrated - 1)).toBeLessThan(0.2); // on 80 characters of other text
    expect(Math.abs(paper - 1)).toBeGreaterThan(0.5);
  });

  test('calibrated resumes to the same weights', async () => {
    const config = tinyConfig({varianceMethod: 'calibrated', updates: 4});
    const whole = join(emptyFolder(), 'whole');
    const resumed = join(emptyFolder(), 'resumed');
    const {result} = await trainCharlm(config, {folder: whole});
    await trainCharlm({...config, updates: 2}, {folder: resumed});
    const again = await trainCharlm(config, {folder: resumed, resume: true});
    expect(again.result.validation).toEqual(result.validation);
    expect(again.result.hiddenMeanSquare).toEqual(result.hiddenMeanSquare);
  });

  test('meanField without constants that hold is the user’s mistake, with the reason', async () => {
    const gains = {gammaX: 0.1, gammaH: 0.1, gammaC: 0.1, varianceMethod: 'meanField'};
    const training = trainCharlm(tinyConfig(gains), {folder: join(emptyFolder(), 'run')});
    await expect(training).rejects.toThrow(UserError);
    await expect(training).rejects.toThrow(/varianceMethod: 'meanField' has no constants that hold/);
  });
});
