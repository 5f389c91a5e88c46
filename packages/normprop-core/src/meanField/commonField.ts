import type {UnitSettings} from '../moments/varianceArgs.js';
import {fixedPoint} from './anderson.js';
import type {PathNoise} from './noisePool.js';
import {UnitProcess} from './unitProcess.js';
import type {UnitResponse} from './unitProcess.js';

/** A unit and how many units of the layer it stands for. */
export interface WeightedUnit {
  unit: UnitSettings;
  weight: number;
}

/** What all units make of a common autocovariance of h. */
export interface FieldResponse {
  /** The autocovariance of h, normalised unit by unit to E[h²] = 1 and averaged, k = 0 … length/2. */
  hidden: Float64Array;
  /** Unit by unit. */
  responses: UnitResponse[];
}

const TOLERANCE = 2e-3;
const MAX_EVALUATIONS = 40;
/** A residual that is still this large is no solution; a smaller one is what the sampling of few paths leaves. */
const FAILED = 0.2;

/**
 * The hidden state's autocovariance R, R_0 = 1, that the units of a layer share: each receives R and answers with its own,
 * and the mean of the answers must be R again.
 */
export class CommonField {
  private readonly total: number;
  private readonly processes: UnitProcess[];

  constructor(private readonly units: WeightedUnit[]) {
    this.total = units.reduce((sum, {weight}) => sum + weight, 0);
    this.processes = units.map(({unit}) => new UnitProcess(unit));
  }

  /** The answer to R on the given noise. */
  respond(hidden: Float64Array, noise: PathNoise): FieldResponse {
    const responses = this.processes.map((process) => process.respond(hidden, noise));
    return {hidden: this.average(responses, responses), responses};
  }

  /**
   * R that answers itself on the given noise.
   *
   * @throws Error when the iteration does not settle
   */
  solve(noise: PathNoise, start?: Float64Array): Float64Array {
    const first = start ?? Float64Array.from({length: noise.length / 2 + 1}, (_, k) => (k === 0 ? 1 : 0));
    const {x, residual} = fixedPoint((hidden) => this.respond(hidden, noise).hidden, first, {
      tolerance: TOLERANCE,
      maxEvaluations: MAX_EVALUATIONS,
    });
    if (!(residual < FAILED)) {
      throw new Error(
        `no convergence of the mean field: the autocovariance of h still changes by ${residual}`,
      );
    }
    return x;
  }

  /** The answer to any autocovariance with the constants that belong to R, so that R itself is answered by R's answer. */
  frozenAnswer(hidden: Float64Array, noise: PathNoise): (field: Float64Array) => Float64Array {
    const {responses} = this.respond(hidden, noise);
    return (field) =>
      this.average(
        this.processes.map((process, k) => process.respond(field, noise, responses[k])),
        responses,
      );
  }

  /** Weighted mean of the answers, each divided by its constant. */
  private average(answers: UnitResponse[], constants: UnitResponse[]): Float64Array {
    const mean = new Float64Array(answers[0].autocovariance.length);
    answers.forEach(({autocovariance}, unit) => {
      const factor = this.units[unit].weight / this.total / constants[unit].hiddenVariance;
      for (let k = 0; k < mean.length; k++) mean[k] += factor * autocovariance[k];
    });
    return mean;
  }
}
