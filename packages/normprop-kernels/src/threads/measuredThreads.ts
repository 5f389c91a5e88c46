import type {ThreadChoice} from './threadChoice.js';

/** Multiply-adds below which one thread is not worth waking (one to two milliseconds of one core). */
const LEAST_WORK = 3e7;
/** Calls of a kind and size that nobody times: compilers are still at work, and workers come up. */
const WARM_UP = 2;
/** Times that are kept of each number of threads, the last ones; their median counts. */
const KEPT = 3;
/** More threads have to be so much faster. */
const LEAST_GAIN = 0.95;
/** One call of so many looks again at another number of threads. Where threads lose twofold that costs 1 %. */
const LOOK_AGAIN = 100;

/**
 * As many threads as measured faster, 1 to `most`. For each kind of work and each size (to a factor of two) the first calls
 * try 1, 2, 4 … threads; after that the fastest is taken, its time is kept up to date, and now and then another is tried again: the
 * other cores may have become busy, or free.
 */
export function measuredThreads(most: number): ThreadChoice {
  const trials = new Map<string, Trial>();
  const trialOf = (kind: string, multiplyAdds: number): Trial => {
    const key = `${kind} ${Math.round(Math.log2(multiplyAdds))}`;
    let trial = trials.get(key);
    if (trial === undefined) trials.set(key, (trial = new Trial(most)));
    return trial;
  };
  const isSmall = (multiplyAdds: number): boolean => most === 1 || multiplyAdds < LEAST_WORK;
  return {
    most,
    isOptional: true,
    pick: (kind, multiplyAdds) => (isSmall(multiplyAdds) ? 1 : trialOf(kind, multiplyAdds).pick()),
    tell: (kind, multiplyAdds, threads, ms) => {
      if (!isSmall(multiplyAdds)) trialOf(kind, multiplyAdds).tell(threads, ms / multiplyAdds);
    },
  };
}

/** The numbers of threads that are tried, each with its last times. */
class Trial {
  readonly #times = new Map<number, number[]>();
  #calls = 0;
  #looked = 0;

  constructor(most: number) {
    for (let threads = 1; threads < most; threads *= 2) this.#times.set(threads, []);
    this.#times.set(most, []);
  }

  pick(): number {
    const calls = this.#calls++;
    const all = [...this.#times];
    const [largest] = all.at(-1)!;
    if (calls < WARM_UP) return largest; // so that workers are started
    const [fewest, times] = all.reduce((a, b) => (b[1].length < a[1].length ? b : a));
    if (times.length < KEPT) return fewest;
    const best = this.#best();
    if (calls % LOOK_AGAIN !== 0) return best;
    const others = all.map(([threads]) => threads).filter((threads) => threads !== best);
    return others[this.#looked++ % others.length];
  }

  tell(threads: number, time: number): void {
    const times = this.#times.get(threads);
    if (times === undefined || this.#calls <= WARM_UP) return;
    times.push(time);
    if (times.length > KEPT) times.shift();
  }

  #best(): number {
    let best = 1;
    for (const [threads, times] of this.#times)
      if (median(times) < LEAST_GAIN * median(this.#times.get(best)!)) best = threads;
    return best;
  }
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
