// A dot runs round; meanwhile the same training runs in a worker and then in the page. The longest frame of each says how smooth it was.

const dot = document.querySelector('#dot');
let last;
let longest = 0;
function frame(now) {
  if (last !== undefined) longest = Math.max(longest, now - last);
  last = now;
  dot.style.transform = `rotate(${(now / 4) % 360}deg) translateX(4rem)`;
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);

/** The training in a worker. */
function inWorker(report) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('worker.js');
    worker.onerror = ({message}) => reject(new Error(message));
    worker.onmessage = ({data}) => {
      if (data.failed) reject(new Error(data.failed));
      else if (data.done) resolve(worker.terminate());
      else report(data.epoch, data.loss);
    };
  });
}

/** Runs a training and says on the page how the loss falls and how long the longest frame was. */
async function watch(name, work) {
  const line = document.querySelector('#lines').appendChild(document.createElement('p'));
  const losses = [];
  await new Promise((resolve) => setTimeout(resolve, 500)); // what came before is over
  longest = 0;
  const start = performance.now();
  await work((epoch, loss) => {
    losses.push(loss);
    line.textContent = `${name}: loss ${losses.map((each) => each.toFixed(4)).join(', ')}`;
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const text = `${name}: loss ${losses[0].toFixed(4)} → ${losses.at(-1).toFixed(4)} in ${seconds} s, longest frame ${longest.toFixed(0)} ms`;
  line.textContent = text;
  return text;
}

(async () => {
  const lines = [await watch('in a worker', inWorker), await watch('in the page', train)];
  console.log(`used: ${lines.join('; ')}`);
})().catch((error) => {
  document.querySelector('#lines').textContent = String(error);
  console.log(`failed: ${error}`);
});
