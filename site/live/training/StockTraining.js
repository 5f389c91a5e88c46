import {dispose, oneHot, reshape, tensor1d, tidy, train} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';

/** The same updates by stock tfjs: `tf.layers.lstm` with sigmoid gates, a dense softmax, cross entropy and `tf.train.adam`. */
export class StockTraining {
  constructor({units, length, learningRate}, width) {
    this.width = width;
    this.network = sequential({
      layers: [
        layers.lstm({
          units,
          inputShape: [length, width],
          returnSequences: true,
          recurrentActivation: 'sigmoid',
          recurrentInitializer: 'glorotUniform', // orthogonal would take it long, and the weights are thrown away
        }),
        layers.dense({units: width, activation: 'softmax'}),
      ],
    });
    this.network.compile({optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy'});
  }

  /** Seconds of one update on a batch; `x` are its vectors. */
  async secondsOf(x, {targets, batch, timeSteps}) {
    const begin = performance.now();
    const y = tidy(() =>
      reshape(oneHot(tensor1d(targets, 'int32'), this.width), [batch, timeSteps, this.width]),
    );
    await this.network.trainOnBatch(x, y);
    const seconds = (performance.now() - begin) / 1000;
    dispose(y);
    return seconds;
  }

  dispose() {
    this.network.dispose();
    this.network.optimizer.dispose();
  }
}
