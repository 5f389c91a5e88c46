/**
 * A small, fast, seeded source of random numbers (sfc32), the same on every machine and backend.
 *
 * tfjs draws from `seedrandom` one number at a time; masks of [T,B,H] need millions per update.
 *
 * Source: C. Doty-Humphrey's sfc32 (PractRand), state filled by splitmix32.
 */
export class SeededRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seeds Integers; every one of them changes the whole sequence. */
  constructor(...seeds: number[]) {
    let state = 0x9e3779b9;
    const mix = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      return z ^ (z >>> 15);
    };
    for (const seed of seeds) {
      state ^= seed | 0;
      state = mix() ^ Math.floor(seed / 0x100000000);
    }
    this.a = mix();
    this.b = mix();
    this.c = mix();
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** An integer in [0, 2³²). */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in (0, 1). */
  uniform(): number {
    return (this.uint32() + 0.5) / 0x100000000;
  }

  /** Two independent standard normal numbers (Box-Muller). */
  normalPair(): [number, number] {
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }
}

/** A seed for when the user gave none. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 0x100000000);
}
