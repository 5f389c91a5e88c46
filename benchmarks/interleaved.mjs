// Times several contenders against each other in one process: warm-up, then rounds in which each runs once, in an order
// that turns from round to round, then the median of each. CPU time stands beside wall time because machines are shared.

/**
 * @param {{[name: string]: () => void}} contenders
 * @param {{rounds: number, warmup: number}} options
 * @returns {{[name: string]: {wall: number, cpu: number}}} Medians in milliseconds.
 */
export function interleaved(contenders, {rounds, warmup}) {
  const names = Object.keys(contenders);
  for (const name of names) for (let i = 0; i < warmup; i++) contenders[name]();
  const samples = Object.fromEntries(names.map((name) => [name, {wall: [], cpu: []}]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      const cpuBefore = process.cpuUsage();
      const wallBefore = performance.now();
      contenders[name]();
      samples[name].wall.push(performance.now() - wallBefore);
      const {user, system} = process.cpuUsage(cpuBefore);
      samples[name].cpu.push((user + system) / 1000);
    }
  }
  return Object.fromEntries(
    names.map((n) => [n, {wall: median(samples[n].wall), cpu: median(samples[n].cpu)}]),
  );
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
