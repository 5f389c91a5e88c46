import {bestOf, describe} from './runs.mjs';

/** Losses below this share of what a constant answer gives count as this share: both models have solved the task. */
export const solvedShare = 0.01;

/**
 * What a table says, from lines alone.
 *
 * For each optimizer and task and model: the best rate (by seed 1), the losses at it by seed, their mean and standard deviation, and the
 * ratio of the mean to `lstm`'s, both at least `solvedShare` of the loss of a constant answer. Then for each model over all tasks: the
 * worst ratio, the share of tasks with a ratio below 1, the median ratio.
 */
export function summarise({tasks, variants, optimizers, size, seeds}, lines) {
  const done = new Map(lines.map((line) => [line.key, line]));
  const sections = optimizers.map((optimizer) => {
    const rows = tasks.map((task) => {
      const cells = variants.map((variant) => {
        const lineAt = (rate, seed) => done.get(describe({task, variant, optimizer, rate, seed, size}).key);
        const first = task.rates.map((rate) => lineAt(rate, seeds[0]));
        if (first.some((line) => line === undefined)) return {variant};
        const {rate} = bestOf(first);
        const runs = seeds.map((seed) => lineAt(rate, seed)).filter((line) => line !== undefined);
        const losses = runs.map(({best}) => best ?? Infinity);
        return {
          ...{variant, rate, runs, losses},
          isFinished: losses.length === seeds.length,
          ...meanAndDeviation(losses),
          byRate: first.map(({best}) => best ?? Infinity),
        };
      });
      const floor = solvedShare * task.constantLoss;
      const base = cells.find(({variant}) => variant.name === 'lstm')?.mean;
      for (const cell of cells) {
        if (cell.mean !== undefined && base !== undefined) {
          cell.ratio = Math.max(cell.mean, floor) / Math.max(base, floor);
        }
      }
      return {task, cells};
    });
    return {
      optimizer,
      rows,
      totals: variants.map((variant, k) =>
        totalOf(
          variant,
          rows.map(({cells}) => cells[k]),
        ),
      ),
    };
  });
  return {sections, variants, seeds, size};
}

function totalOf(variant, cells) {
  const ratios = cells.map(({ratio}) => ratio).filter((ratio) => ratio !== undefined);
  if (ratios.length === 0) return {variant, count: 0};
  const sorted = [...ratios].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return {
    variant,
    count: ratios.length,
    worst: sorted.at(-1),
    better: ratios.filter((ratio) => ratio < 1).length,
    median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2,
  };
}

function meanAndDeviation(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : undefined};
}
