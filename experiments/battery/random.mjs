import seedrandom from 'seedrandom';

/**
 * Seeded random numbers for data and their order; equal keys give equal streams.
 *
 * `uniform()` is in [0, 1), `integer(n)` one of 0 … n − 1, `normal()` has mean 0 and variance 1, `shuffled(n)` holds 0 … n − 1.
 */
export function randomStream(...keys) {
  const uniform = seedrandom.alea(keys.join('/'));
  const integer = (n) => Math.floor(uniform() * n);
  // Box and Muller
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const shuffled = (n) => {
    const numbers = Int32Array.from({length: n}, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = integer(i + 1);
      [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
    }
    return numbers;
  };
  return {uniform, integer, normal, shuffled};
}
