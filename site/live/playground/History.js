import {smoother} from '../shared/smooth.js';

const most = 400;

/** A curve of a run of any length in at most 400 points: smoothed, and thinned out as it grows. */
export class History {
  update = [];
  seconds = [];
  bits = [];
  #smooth = smoother(0.1);
  #every = 1;

  /** @param {{update: number[], seconds: number[], bits: number[]}} [kept] One that was kept. */
  constructor(kept) {
    if (!kept || kept.update.length === 0) return;
    Object.assign(this, structuredClone(kept));
    this.#smooth(this.bits.at(-1));
    this.#every = Math.max(1, Math.round(this.update.at(-1) / most));
  }

  /** @returns whether there is a new point */
  add(update, seconds, bits) {
    const mean = this.#smooth(bits);
    if (update % this.#every !== 0) return false;
    this.update.push(update);
    this.seconds.push(seconds);
    this.bits.push(mean);
    if (this.update.length > most) this.#thin();
    return true;
  }

  #thin() {
    this.#every *= 2;
    const stays = (_, i) => this.update[i] % this.#every === 0;
    const kept = [this.update, this.seconds, this.bits].map((column) => column.filter(stays));
    [this.update, this.seconds, this.bits] = kept;
  }

  /** As plain data. */
  get data() {
    return {update: this.update, seconds: this.seconds, bits: this.bits};
  }
}
