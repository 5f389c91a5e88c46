import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {normalizeColumns} from 'normprop-core';

/**
 * A plain recurrent cell that is normalised as Norm Prop does it:
 *
 *     a_t = γ · (x_t·Ŵx + h_{t−1}·Ŵh) + b      columns of Ŵ have norm 1
 *     h_t = tanh(a_t) / s
 *
 * s is the standard deviation of tanh(a) for the a of the start, so that h begins with variance 1. With inputs of variance 1 a is
 * normal with variance 2γ², whatever the number of inputs and units.
 */
export class NormPropRNNCell extends tfl.layers.RNNCell {
  static className = 'NormPropRNNCell';

  constructor({units, gain = 0.5, ...args}) {
    super(args);
    this.units = units;
    this.gain = gain;
    this.stateSize = units;
    this.scale = 1 / Math.sqrt(varianceOfTanh(2 * gain * gain));
  }

  build(inputShape) {
    const {units} = this;
    const inputs = inputShape.at(-1);
    const normal = () => tfl.initializers.randomNormal({stddev: 1});
    this.kernel = this.addWeight('kernel', [inputs, units], 'float32', normal());
    this.recurrentKernel = this.addWeight('recurrent_kernel', [units, units], 'float32', normal());
    this.gamma = this.addWeight('gamma', [units], 'float32', tfl.initializers.constant({value: this.gain}));
    this.bias = this.addWeight('bias', [units], 'float32', tfl.initializers.zeros());
    this.built = true;
  }

  call([x, h]) {
    return tf.tidy(() => {
      // once more in each step: a layer of normprop-layers does it once a sequence
      const gamma = this.gamma.read();
      const fromInput = tf.matMul(x, normalizeColumns(this.kernel.read(), gamma));
      const fromState = tf.matMul(h, normalizeColumns(this.recurrentKernel.read(), gamma));
      const a = tf.add(tf.add(fromInput, fromState), this.bias.read());
      const next = tf.mul(tf.tanh(a), this.scale);
      return [next, next];
    });
  }

  getConfig() {
    return {...super.getConfig(), units: this.units, gain: this.gain};
  }
}
tf.serialization.registerClass(NormPropRNNCell);

/** Var[tanh(a)] of a normal a with mean 0, by the trapezoidal rule over eight standard deviations each way. */
function varianceOfTanh(variance) {
  const deviation = Math.sqrt(variance);
  let sum = 0;
  let weights = 0;
  for (let z = -8; z <= 8; z += 0.01) {
    const weight = Math.exp((-z * z) / 2);
    sum += weight * Math.tanh(deviation * z) ** 2;
    weights += weight;
  }
  return sum / weights;
}
