// Sound made up from numbers: something that speaks (a buzz with a moving pitch through moving resonances, in syllables), over
// noise, hum and clicks; with what is true for each sample.

/** A seeded generator of numbers in [0,1). */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Resonances of five vowels in Hz. */
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
];

/** A resonator of two poles. */
class Resonance {
  constructor() {
    this.y1 = 0;
    this.y2 = 0;
  }

  next(x, hertz, sampleRate) {
    const r = Math.exp((-Math.PI * 90) / sampleRate);
    const y = (1 - r) * x + 2 * r * Math.cos((2 * Math.PI * hertz) / sampleRate) * this.y1 - r * r * this.y2;
    this.y2 = this.y1;
    this.y1 = y;
    return y;
  }
}

/**
 * Some seconds of sound, about half of them with a voice.
 *
 * @returns {{samples: Float32Array, voice: Uint8Array}} The sound, and for each sample whether something speaks.
 */
export function synthesise(seconds, sampleRate, seed) {
  const random = generator(seed);
  const between = (low, high) => low + (high - low) * random();
  const length = Math.round(seconds * sampleRate);
  const samples = new Float32Array(length);
  const voice = new Uint8Array(length);
  const noise = 10 ** between(-3.2, -1.6);
  const hum = 10 ** between(-4, -2);
  const rumble = between(0, 0.98);
  let brown = 0;
  for (let i = 0; i < length; i++) {
    brown = rumble * brown + (1 - rumble) * (2 * random() - 1);
    samples[i] =
      noise * ((2 * random() - 1) / 2 + 2 * brown) + hum * Math.sin((2 * Math.PI * 100 * i) / sampleRate);
  }
  for (let clicks = Math.floor(seconds * between(0, 3)); clicks > 0; clicks--) {
    const at = Math.floor(random() * length);
    const loud = between(0.02, 0.4);
    for (let i = at; i < Math.min(length, at + sampleRate / 50); i++)
      samples[i] += loud * (2 * random() - 1) * Math.exp((-(i - at) * 200) / sampleRate);
  }
  let at = Math.floor(between(0.2, 1.2) * sampleRate);
  while (at < length) {
    const end = Math.min(length, at + Math.floor(between(0.5, 2) * sampleRate));
    speak(samples.subarray(at, end), sampleRate, random);
    voice.fill(1, at, end);
    at = end + Math.floor(between(0.4, 1.8) * sampleRate);
  }
  return {samples, voice};
}

/** Adds syllables to some samples. */
function speak(samples, sampleRate, random) {
  const loud = 10 ** (-1.2 + random());
  const base = 90 + 150 * random();
  const formants = [new Resonance(), new Resonance(), new Resonance()];
  let phase = 0;
  for (let at = 0; at < samples.length;) {
    const end = Math.min(samples.length, at + Math.floor((0.12 + 0.15 * random()) * sampleRate));
    const [from, to] = [0, 1].map(() => VOWELS[Math.floor(random() * VOWELS.length)]);
    const rise = 0.3 * (random() - 0.5);
    const hiss = random() < 0.3 ? 0.5 : 0.05;
    for (let i = at; i < end; i++) {
      const part = (i - at) / (end - at);
      phase += (base * (1 + rise * part)) / sampleRate;
      if (phase > 1) phase -= 1;
      const source = 1 - 2 * phase + hiss * (2 * random() - 1);
      let sound = 0;
      for (let f = 0; f < 3; f++)
        sound += formants[f].next(source, from[f] + (to[f] - from[f]) * part, sampleRate) / (f + 1);
      samples[i] += loud * (0.25 + Math.sin(Math.PI * part)) * sound;
    }
    at = end;
  }
}
