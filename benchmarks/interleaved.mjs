// Times several contenders against each other in one process: warm-up, then rounds in which each runs once, in an order
// that turns from round to round, then the median of each. CPU time stands beside wall time because machines are shared.

/**
 * @param {{[name: string]: () => unknown}} contenders Functions that run one step, or promise to.
 * @param {{rounds: number, warmup: number, slow?: string[]}} options `slow` ones are warmed up once and run every fourth round.
 * @returns {Promise<{[name: string]: {wall: number, cpu: number}}>} Medians in milliseconds.
 */
export async function interleaved(contenders, {rounds, warmup, slow = []}) {
  const names = Object.keys(contenders);
  for (const name of names) {
    for (let i = 0; i < (slow.includes(name) ? 1 : warmup); i++) await contenders[name]();
  }
  const samples = Object.fromEntries(names.map((name) => [name, {wall: [], cpu: []}]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      if (slow.includes(name) && round % 4 !== 0) continue;
      const cpuBefore = process.cpuUsage();
      const wallBefore = performance.now();
      await contenders[name]();
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
