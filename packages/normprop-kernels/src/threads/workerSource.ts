/**
 * The places of the control array: one word that the workers sleep on, one that counts the unfinished tasks, then for each
 * worker SLOT words: ready, failed, function, arguments.
 */
export const SEQUENCE = 0;
export const PENDING = 1;
export const HEADER = 2;
export const SLOT = 16;
export const READY = 0;
export const FAILED = 1;
export const FUNCTION = 2;
export const ARGUMENTS = 3;

/** The kernels a worker can run, by number. */
export const FUNCTIONS = ['lstmForward', 'lstmBackward', 'lstmWeightGradients', 'lstmInputGradient'] as const;

/**
 * A worker's whole program (no file, so that it needs no path in Node, jest or a bundle). It sleeps until the sequence word
 * changes, runs its task if it has one (function ≥ 0), and counts itself out.
 */
export const WORKER_SOURCE = `
const start = ({module, memory, control, index}) => {
  const kernels = new WebAssembly.Instance(module, {env: {memory}}).exports;
  const names = ${JSON.stringify(FUNCTIONS)};
  const slot = ${HEADER} + index * ${SLOT};
  let seen = Atomics.load(control, ${SEQUENCE});
  Atomics.store(control, slot + ${READY}, 1);
  for (;;) {
    Atomics.wait(control, ${SEQUENCE}, seen);
    const now = Atomics.load(control, ${SEQUENCE});
    if (now === seen) continue;
    seen = now;
    const task = Atomics.load(control, slot + ${FUNCTION});

    if (task < 0) continue;
    Atomics.store(control, slot + ${FUNCTION}, -1);
    try {
      const kernel = kernels[names[task]];
      const first = slot + ${ARGUMENTS};
      kernel(...control.subarray(first, first + kernel.length));
    } catch (error) {
      Atomics.store(control, slot + ${FAILED}, 1);
    }
    if (Atomics.sub(control, ${PENDING}, 1) === 1) Atomics.notify(control, ${PENDING});
  }
};
if (typeof require === 'function') start(require('node:worker_threads').workerData);
else self.onmessage = (event) => start(event.data);
`;
