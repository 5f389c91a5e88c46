import type {ThreadChoice} from './threadChoice.js';

/** Multiply-adds below which one thread is not worth waking (one to two milliseconds of one core). */
const LEAST_WORK = 3e7;
/** Calls of a kind and size that nobody times: compilers are still at work, and workers come up. */
const WARM_UP = 2;
/** Times that are kept of each number of threads, the last ones; their median counts. */
const KEPT = 5;
/** More threads have to be so much faster. */
const LEAST_GAIN = 0.95;
/** Calls between two looks at another number of threads, at least and at most, unless it was just seen to be faster. */
const LEAST_WAIT = 8;
const MOST_WAIT = 100;

/**
 * As many threads as measured faster, 1 to `most`. For each kind of work and each size (to a factor of two) the first calls
 * try 1, 2, 4 … threads; after that the fastest is taken, and its time is kept up to date. Now and then the next lower and the next
 * higher number are looked at again, the sooner the less they lost: the other cores may have become busy, or free, or the times may
 * have been taken at a bad moment. A look at a number that takes twice as long comes every hundred calls and so costs 1 %.
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

/** A number of threads: its last times, how often it was picked to be measured, and the call that did so last. */
interface Candidate {
  readonly threads: number;
  readonly times: number[];
  looks: number;
  looked: number;
}

/** The numbers of threads that are tried for one kind and size. */
class Trial {
  readonly #candidates: Candidate[] = [];
  #calls = 0;

  constructor(most: number) {
    const add = (threads: number) => this.#candidates.push({threads, times: [], looks: 0, looked: 0});
    for (let threads = 1; threads < most; threads *= 2) add(threads);
    add(most);
  }

  pick(): number {
    const call = this.#calls++;
    if (call < WARM_UP) return this.#candidates.at(-1)!.threads; // so that workers are started
    const next = this.#due(call);
    next.looks++;
    next.looked = call;
    return next.threads;
  }

  tell(threads: number, time: number): void {
    const times = this.#candidates.find((candidate) => candidate.threads === threads)?.times;
    if (times === undefined || this.#calls <= WARM_UP) return;
    times.push(time);
    if (times.length > KEPT) times.shift();
  }

  /** First each so many times, told or not; then the best, or a neighbour whose turn it is. */
  #due(call: number): Candidate {
    const fewest = this.#candidates.reduce((a, b) => (b.looks < a.looks ? b : a));
    if (fewest.looks < KEPT) return fewest;
    const at = this.#best();
    const best = this.#candidates[at];
    const neighbours = [this.#candidates[at + 1], this.#candidates[at - 1]].filter(
      (each) => each !== undefined,
    );
    return (
      neighbours.find(
        (each) => call - each.looked >= neighbours.length * calls(each.times, median(best.times)),
      ) ?? best
    );
  }

  #best(): number {
    const medians = this.#candidates.map(({times}) => median(times));
    return medians.reduce((best, time, i) => (time < LEAST_GAIN * medians[best] ? i : best), 0);
  }
}

/** Calls until a number with these times is looked at again where the best takes `best`. */
function calls(times: number[], best: number): number {
  const last = times.at(-1) ?? Infinity;
  if (last < LEAST_GAIN * best) return 0;
  const lost = median(times) / best - 1;
  return Math.min(MOST_WAIT, Math.max(LEAST_WAIT, MOST_WAIT * lost));
}

/** Of no times: infinite. */
const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Infinity;
