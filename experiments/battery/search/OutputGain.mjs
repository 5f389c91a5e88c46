import {exp, mul, serialization, tidy} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** h · first · exp(speed · θ), θ [H] trained from 0: a gain of its own for each unit on what leaves the layer. */
export class OutputGain extends tfl.layers.Layer {
  static className = 'OutputGain';

  constructor({first, speed}) {
    super({});
    Object.assign(this, {first, speed, supportsMasking: true});
  }

  build(shape) {
    this.theta = this.addWeight('theta', [shape.at(-1)], 'float32', tfl.initializers.zeros());
    this.built = true;
  }

  call(inputs) {
    return tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return mul(x, mul(exp(mul(this.theta.read(), this.speed)), this.first));
    });
  }
}
serialization.registerClass(OutputGain);
