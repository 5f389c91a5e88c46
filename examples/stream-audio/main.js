import {FRAME} from './features.js';
import {synthesise} from './synth.js';

const SECONDS = 10;

/** A node that tells on its second output how probable a voice is. */
async function voiceActivity(context) {
  const response = await fetch('model.safetensors');
  const model = await response.arrayBuffer();
  await context.audioWorklet.addModule('bundle/processor.js');
  return new AudioWorkletNode(context, 'voice-activity', {
    numberOfOutputs: 2,
    outputChannelCount: [1, 1],
    processorOptions: {model},
  });
}

/** Made-up sound as a source, and what is true of it. */
function madeUp(context, seed) {
  const {samples, voice} = synthesise(SECONDS, context.sampleRate, seed);
  const buffer = new AudioBuffer({length: samples.length, sampleRate: context.sampleRate});
  buffer.copyToChannel(samples, 0);
  return {source: new AudioBufferSourceNode(context, {buffer}), voice};
}

/** Share of frames that the detector tells right, on a sound rendered as fast as it goes. */
async function check(seed) {
  const context = new OfflineAudioContext(1, SECONDS * 48_000, 48_000);
  const {source, voice} = madeUp(context, seed);
  const node = await voiceActivity(context);
  source.connect(node);
  node.connect(context.destination, 1);
  source.start();
  const rendered = await context.startRendering();
  const probability = rendered.getChannelData(0);
  let right = 0;
  let frames = 0;
  // a frame's answer is there at its last sample
  for (let end = FRAME; end < voice.length; end += FRAME, frames++)
    if (probability[end] > 0.5 === (voice[end - FRAME / 2] === 1)) right++;
  return right / frames;
}

const show = (text) => (document.querySelector('output').textContent = text);
let running;

async function listen(sourceOf) {
  await running?.close();
  const context = (running = new AudioContext({sampleRate: 48_000}));
  const node = await voiceActivity(context);
  const source = await sourceOf(context);
  const meter = new AnalyserNode(context, {fftSize: 32});
  source.connect(node);
  node.connect(meter, 1);
  const last = new Float32Array(32);
  const draw = () => {
    if (context.state === 'closed') return;
    meter.getFloatTimeDomainData(last);
    document.querySelector('meter').value = last[31];
    show(last[31] > 0.5 ? 'voice' : '…');
    requestAnimationFrame(draw);
  };
  draw();
  return {context, node, source};
}

const clicked = (id, work) =>
  document.getElementById(id).addEventListener('click', () => work().catch((error) => show(String(error))));

clicked('made-up', async () => {
  const {context, node, source} = await listen((context) => madeUp(context, Date.now()).source);
  node.connect(context.destination, 0);
  source.start();
});
clicked('microphone', () =>
  listen(async (context) => {
    const stream = await navigator.mediaDevices.getUserMedia({audio: true});
    return new MediaStreamAudioSourceNode(context, {mediaStream: stream});
  }),
);
clicked('check', async () => {
  show('listening to four sounds …');
  const shares = [];
  for (let seed = 20_000; seed < 20_004; seed++) shares.push(await check(seed));
  show(`${((100 * shares.reduce((a, b) => a + b)) / shares.length).toFixed(1)} % of the frames told right`);
});
