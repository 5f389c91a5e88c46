import type {TrainingStatus} from '../progress/trainingProgress.js';
import {RecentMean} from './recentMean.js';
import type {TrainingSession, UpdateMeasurement} from './trainingSession.js';

/** How many updates the displayed loss and speed are means over. */
const recent = 50;

/** What the display shows of a sitting: recent loss and speed, and the time that is left. */
export class StatusMeter {
  /** The last measurement on the validation text. */
  validationBitsPerCharacter: number | undefined;
  private readonly bits = new RecentMean(recent);
  private readonly seconds = new RecentMean(recent);
  private beganAt = 0;
  private beganWith = 0;
  private total = 0;

  constructor(
    private readonly session: TrainingSession,
    private readonly label: string,
  ) {}

  /** Begins to measure the time of this sitting. */
  begin(total: number): void {
    this.total = total;
    this.beganAt = performance.now();
    this.beganWith = this.session.position.update;
  }

  /** The status after an update; validation and saving count in the time that is left. */
  after({loss, seconds}: UpdateMeasurement): TrainingStatus {
    const {session, total} = this;
    const {config, position} = session;
    this.bits.add(loss / Math.LN2);
    this.seconds.add(seconds);
    const elapsed = (performance.now() - this.beganAt) / 1000;
    return {
      label: this.label,
      update: position.update,
      total,
      bitsPerCharacter: this.bits.value,
      validationBitsPerCharacter: this.validationBitsPerCharacter,
      charactersPerSecond: (config.batch * config.length) / this.seconds.value,
      secondsLeft: (elapsed / (position.update - this.beganWith)) * (total - position.update),
    };
  }
}
