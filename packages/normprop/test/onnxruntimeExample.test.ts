import {runExample} from './support/runExample.js';

test('examples/onnx-out: trained in tfjs, the same numbers step by step in onnxruntime-web', () => {
  const out = runExample('onnx-out');
  const [, first, last] = /loss ([\d.]+) → ([\d.]+)/.exec(out)!.map(Number);
  expect(last).toBeLessThan(0.5 * first);
  const [, apart] = /at most ([\d.e-]+) from/.exec(out)!.map(Number);
  expect(apart).toBeLessThan(1e-5);
}, 120_000);
