/** The tables in Markdown: one for each optimizer. */
export function tableOf({sections, variants, seeds}) {
  return sections
    .map(({optimizer, rows, totals}) => {
      const lines = [
        `With ${optimizer.title}; validation loss at the best of three rates, mean ± standard deviation of ${seeds.length} seeds, in brackets against \`lstm\`:`,
        '',
        `| task | ${variants.map(({title}) => title).join(' | ')} |`,
        `| --- | ${variants.map(() => '---').join(' | ')} |`,
        ...rows.map(({task, cells}) => `| ${task.title} | ${cells.map(cellOf).join(' | ')} |`),
        totalRow('**worst against `lstm`**', totals, ({worst}) => percent(worst)),
        totalRow('**tasks better than `lstm`**', totals, ({better, count}) => `${better} of ${count}`),
        totalRow('**median against `lstm`**', totals, ({median}) => percent(median)),
      ];
      return lines.join('\n');
    })
    .join('\n\n');
}

function cellOf({variant, mean, deviation, ratio, isFinished}) {
  if (mean === undefined) return '–';
  const spread = deviation === undefined ? '' : ` ± ${significant(deviation, 2)}`;
  const against = variant.name === 'lstm' || ratio === undefined ? '' : ` (${percent(ratio)})`;
  return `${significant(mean, 3)}${spread}${against}${isFinished ? '' : ' …'}`;
}

function totalRow(title, totals, value) {
  return `| ${title} | ${totals.map((total) => (total.count === 0 || total.variant.name === 'lstm' ? '' : value(total))).join(' | ')} |`;
}

/** 1.05 as "+5 %". */
export function percent(ratio) {
  if (!Number.isFinite(ratio)) return 'diverged';
  if (ratio > 3) return `${ratio.toFixed(1)} times`;
  const points = Math.round(100 * (ratio - 1));
  return points === 0 ? '0 %' : `${points > 0 ? '+' : '−'}${Math.abs(points)} %`;
}

function significant(value, digits) {
  if (!Number.isFinite(value)) return '∞';
  return String(Number(value.toPrecision(digits)));
}
