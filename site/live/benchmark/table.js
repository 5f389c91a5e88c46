const format = (ms) => (ms < 10 ? ms.toFixed(2) : ms.toFixed(1));

/** Rows of each group, the fastest first, with how many times longer than the fastest of ours. */
export function rowsOf(results) {
  return [...results].map(([group, {times, lacks}]) => {
    const entries = [...times].sort(([, one], [, other]) => one.ms - other.ms);
    const ours = Math.min(...entries.filter(([name]) => name.includes('ours')).map(([, {ms}]) => ms));
    const rows = entries.map(([name, {ms, count}]) => [
      name,
      `${format(ms)} ms`,
      `${(ms / ours).toFixed(1)}x`,
      count,
    ]);
    return {group, lacks, rows};
  });
}

/** The same as text to copy. */
export function asText(results, heading) {
  const parts = rowsOf(results).map(({group, lacks, rows}) =>
    [
      group,
      ...(lacks ? [`  ${lacks}`] : []),
      ...rows.map((row) => `  ${row[0].padEnd(36)} ${row[1].padStart(11)} ${row[2].padStart(7)}`),
    ].join('\n'),
  );
  return [heading, ...parts].join('\n\n');
}
