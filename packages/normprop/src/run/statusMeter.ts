import type {LossMeasure, RunStatus} from '../progress/trainingProgress.js';
import {RecentMean} from './recentMean.js';

/** Updates of a sitting whose time tells nothing: the first is cold, a few are chance. */
const cold = 5;

/** How many updates the displayed loss and speed are means over. */
const recent = 50;

/** What the display shows of a sitting: recent loss and speed, and the time that is left. */
export class StatusMeter {
  /** The last measurement on the validation data. */
  validation: number | undefined;
  private readonly losses = new RecentMean(recent);
  private readonly seconds = new RecentMean(recent);
  /** The time that is left is counted from here, after the cold updates. */
  private warmAt = 0;
  private warmWith = 0;
  private total = 0;

  constructor(
    private readonly label: string,
    private readonly measure: LossMeasure,
    private readonly itemsPerUpdate: number,
  ) {}

  /** Begins to measure the time of this sitting, at an update. */
  begin(update: number, total: number): void {
    this.total = total;
    this.warmWith = update + cold;
  }

  /** The status after an update; validation and saving count in the time that is left. */
  after(update: number, {loss, seconds}: {loss: number; seconds: number}): RunStatus {
    const {label, measure, total, validation} = this;
    this.losses.add(loss);
    this.seconds.add(seconds);
    if (update <= this.warmWith) this.warmAt = performance.now();
    const elapsed = (performance.now() - this.warmAt) / 1000;
    return {
      label,
      update,
      total,
      loss: this.losses.value,
      validation,
      itemsPerSecond: this.itemsPerUpdate / this.seconds.value,
      ...(update > this.warmWith && {secondsLeft: (elapsed / (update - this.warmWith)) * (total - update)}),
      measure,
    };
  }
}
