import {add, tensor, tidy, variable, zeros} from '@tensorflow/tfjs-core';
import {softmaxCrossEntropy} from 'normprop-core';
import {orthogonal, traceStatistics} from 'normprop-layers';
import {exportRuntime, recurrenceOf} from 'normprop-convert';
import {gradientBack} from './gradientBack.js';
import {layerOf} from './models.js';

/** Characters, a fixed orthogonal projection, one recurrent layer, a softmax: as `normprop train charlm` has it. */
export class CharModel {
  /**
   * @param {{model: string, units: number, length: number, seed: number}} config
   * @param {readonly string[]} symbols The characters that it knows.
   */
  constructor(config, symbols) {
    const {model, units, length, seed} = config;
    const size = symbols.length;
    this.config = config;
    this.symbols = symbols;
    // √V times an orthogonal matrix: each component of x then has the variance 1 that Norm Prop expects
    this.rows = tidy(() =>
      orthogonal({gain: Math.sqrt(size), seed: seed * 16 + 4, gates: 1})
        .apply([size, size])
        .dataSync(),
    );
    const shared = {name: 'recurrent', units, returnSequences: true, seed: seed * 16};
    this.recurrent = layerOf[model](model === 'batchNorm' ? {...shared, timeSteps: length} : shared);
    this.recurrent.build([null, null, size]);
    const head = orthogonal({seed: seed * 16 + 5, gates: 1});
    this.kernel = tidy(() => variable(head.apply([units, size])));
    this.bias = tidy(() => variable(zeros([size])));
  }

  /** What training changes. */
  get variables() {
    return [...this.recurrent.trainableWeights.map((weight) => weight.read()), this.kernel, this.bias];
  }

  /** The vectors of symbols as [B,T,V]. */
  vectors({inputs, batch, timeSteps}) {
    const width = this.symbols.length;
    const values = new Float32Array(inputs.length * width);
    inputs.forEach((symbol, i) =>
      values.set(this.rows.subarray(symbol * width, (symbol + 1) * width), i * width),
    );
    return tensor(values, [batch, timeSteps, width]);
  }

  /** Mean cross entropy of a batch in nats, with the penalties of the layer; `onLoss` is given the cross entropy alone. */
  loss(x, targets, onLoss) {
    const h = this.recurrent.call(x, {training: true});
    const nats = softmaxCrossEntropy(Array.isArray(h) ? h[0] : h, this.kernel, this.bias, targets);
    onLoss(nats);
    return this.recurrent.calculateLosses().reduce((sum, term) => add(sum, term), nats);
  }

  /** Variance of h at each time step, the shares of stuck gates, and the gradient on its way back, on a batch. */
  async inside(batch) {
    const x = this.vectors(batch);
    try {
      const {hidden, ...rest} = await traceStatistics(this.recurrent, x);
      const share = (gate) => average(gate.saturation.low) + average(gate.saturation.high);
      return {
        gradient: gradientBack(this.recurrent, x),
        variance: hidden.variance,
        saturation: {
          input: share(rest.inputGate),
          forget: share(rest.forgetGate),
          output: share(rest.outputGate),
        },
      };
    } finally {
      x.dispose();
    }
  }

  /** The model as a file of normprop-runtime. */
  async toFile(name) {
    const size = this.symbols.length;
    const labels = [...this.symbols];
    return exportRuntime({
      name,
      input: {name: 'symbols', kind: 'symbols', size, labels},
      output: {name: 'probabilities', size, sequence: true, labels},
      layers: [
        {
          kind: 'embedding',
          name: 'projection',
          maskZero: false,
          embeddings: {shape: [size, size], values: this.rows},
        },
        {kind: 'recurrent', name: 'recurrent', ...(await recurrenceOf(this.recurrent))},
        {
          kind: 'dense',
          name: 'output',
          kernel: {shape: this.kernel.shape, values: Float32Array.from(this.kernel.dataSync())},
          bias: {shape: [size], values: Float32Array.from(this.bias.dataSync())},
          activation: 'softmax',
        },
      ],
    });
  }

  /** Every weight as plain arrays, in a fixed order. */
  async snapshot() {
    return Promise.all(this.#all().map(async (weight) => Float32Array.from(await weight.data())));
  }

  /** Puts back what `snapshot` took. */
  restore(values) {
    tidy(() => this.#all().forEach((weight, i) => weight.assign(tensor(values[i], weight.shape))));
  }

  dispose() {
    this.#all().forEach((weight) => weight.dispose());
  }

  #all() {
    return [...this.recurrent.weights.map((weight) => weight.read()), this.kernel, this.bias];
  }
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
