// The audio thread: sound in; the same sound out, and on a second output the probability that something speaks.
import {modelFromBytes} from 'normprop-runtime';
import {FRAME, Features} from './features.js';

class VoiceActivity extends AudioWorkletProcessor {
  constructor({processorOptions}) {
    super();
    this.stream = modelFromBytes(processorOptions.model).stream();
    this.features = new Features(sampleRate);
    this.frame = new Float32Array(FRAME);
    this.filled = 0;
    this.probability = 0;
  }

  process([input], [sound, probability]) {
    const samples = input[0];
    if (samples === undefined) return true; // nothing is connected
    for (let i = 0; i < samples.length; i++) {
      this.frame[this.filled++] = samples[i];
      if (this.filled === FRAME) {
        this.probability = this.stream.step(this.features.of(this.frame))[0]; // allocates nothing
        this.filled = 0;
      }
      sound[0][i] = samples[i];
      probability[0][i] = this.probability;
    }
    return true;
  }
}

registerProcessor('voice-activity', VoiceActivity);
