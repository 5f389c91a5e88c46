/**
 * Whether a checkpoint is due after an update.
 *
 * @param every `500` updates, or `60s`: at the first update that long after the last checkpoint.
 * @param now Milliseconds.
 */
export function checkpointSchedule(
  every: string,
  now: () => number = () => performance.now(),
): (update: number) => boolean {
  if (!every.endsWith('s')) return (update) => update % Number(every) === 0;
  const milliseconds = Number(every.slice(0, -1)) * 1000;
  let last = now();
  return () => {
    if (now() - last < milliseconds) return false;
    last = now();
    return true;
  };
}
