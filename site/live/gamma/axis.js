/** The range of γx and γh of Figure 1. */
export const range = {low: 0.1, high: 3};

/** Evenly spaced points of it. */
export function axis(points) {
  const {low, high} = range;
  return Float64Array.from({length: points}, (_, i) => low + ((high - low) * i) / (points - 1));
}
