import {MaskStream} from './MaskStream.js';

const values = async (stream: MaskStream) => Array.from(await stream.dropout([1000], 0.25).data());

describe('MaskStream', () => {
  test('dropout is 0 with probability rate, else 1/(1 - rate)', async () => {
    const mask = await values(new MaskStream(1, 0));
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    // 1000 draws at 0.25: five standard deviations are 68
    expect(Math.abs(mask.filter((v) => v === 0).length - 250)).toBeLessThan(68);
  });

  test('zoneout is 1 with probability rate', async () => {
    const mask = Array.from(await new MaskStream(1, 0).zoneout([1000], 0.25).data());
    expect(Math.abs(mask.filter((v) => v === 1).length - 250)).toBeLessThan(68);
    expect(mask.every((v) => v === 0 || v === 1)).toBe(true);
  });

  test('each call draws new masks, and a stream put back to a call draws the same again', async () => {
    const stream = new MaskStream(3, 0);
    stream.nextCall();
    const first = await values(stream);
    stream.nextCall();
    const second = await values(stream);
    expect(second).not.toEqual(first);

    const resumed = new MaskStream(3, 0);
    resumed.calls = 1;
    resumed.nextCall();
    expect(await values(resumed)).toEqual(second);
  });

  test('the salt keeps two users of a seed apart; without a seed streams differ', async () => {
    expect(await values(new MaskStream(3, 1))).not.toEqual(await values(new MaskStream(3, 0)));
    expect(await values(new MaskStream(null, 0))).not.toEqual(await values(new MaskStream(null, 0)));
  });
});
