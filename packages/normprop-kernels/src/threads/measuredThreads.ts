import type {ThreadChoice} from './threadChoice.js';

/** Multiply-adds below which one thread is not worth waking (one to two milliseconds of one core). */
const LEAST_WORK = 3e7;
/** Calls of a kind and size that nobody times: compilers are still at work, and workers come up. */
const WARM_UP = 2;
/** Times that are kept of each number of threads, the last ones; their median counts. */
const KEPT = 3;
/** More threads have to be so much faster. */
const LEAST_GAIN = 0.95;
/** Share of the time that may be spent on looking again at other numbers of threads. */
const LOOKS_COST = 0.01;
/** Calls between two looks at the same number, at least, unless it was just seen to be faster. */
const LEAST_WAIT = 8;

/**
 * As many threads as measured faster, 1 to `most`. For each kind of work and each size (to a factor of two) the first calls
 * try 1, 2, 4 … threads; after that the fastest is taken, and its time is kept up to date. Now and then another is tried again, the
 * sooner the nearer it was: the other cores may have become busy, or free, or its times may have been taken at a bad moment.
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
  readonly #seen = new Map<number, number>();
  #calls = 0;

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
    const due = all.find(
      ([threads]) => threads !== best && calls - this.#seen.get(threads)! >= this.#wait(threads, best),
    );
    return due ? due[0] : best;
  }

  tell(threads: number, time: number): void {
    const times = this.#times.get(threads);
    if (times === undefined || this.#calls <= WARM_UP) return;
    this.#seen.set(threads, this.#calls);
    times.push(time);
    if (times.length > KEPT) times.shift();
  }

  /** Calls until a number of threads is looked at again: what it lost at the last look is spread over them. */
  #wait(threads: number, best: number): number {
    const lost = this.#times.get(threads)!.at(-1)! / median(this.#times.get(best)!) - 1;
    if (lost <= LEAST_GAIN - 1) return 0;
    const others = this.#times.size - 1;
    return others * Math.max(LEAST_WAIT, lost / LOOKS_COST);
  }

  #best(): number {
    let best = 1;
    for (const [threads, times] of this.#times)
      if (median(times) < LEAST_GAIN * median(this.#times.get(best)!)) best = threads;
    return best;
  }
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
