/** What a model gives for fixed inputs: ten steps of a stream, and the same as a whole sequence. */
export function outputsOf(model) {
  const [{kind, size}] = model.inputs;
  const width = kind === 'symbols' ? 1 : size;
  const x = Float32Array.from({length: 10 * width}, (_, i) =>
    kind === 'symbols' ? (7 * i) % size : Math.sin(i),
  );
  const stream = model.stream();
  const steps = [];
  for (let t = 0; t < 10; t++) steps.push(...stream.step(x.subarray(t * width, (t + 1) * width)));
  stream.dispose();
  return {steps, run: [...model.run(x, {timeSteps: 10})]};
}
