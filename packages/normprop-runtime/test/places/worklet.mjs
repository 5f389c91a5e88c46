/* global AudioWorkletProcessor, registerProcessor */
import {modelFromBytes} from 'normprop-runtime';
import {outputsOf} from './outputsOf.mjs';

class Outputs extends AudioWorkletProcessor {
  constructor({processorOptions}) {
    super();
    this.port.postMessage(outputsOf(modelFromBytes(processorOptions.model)));
  }

  process() {
    return false;
  }
}

registerProcessor('outputs', Outputs);
