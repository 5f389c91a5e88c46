import {textTable} from '../../page/textTable.js';
import type {GradientPoint} from './gradientGrid.js';

const headings = ['gammaC', 'norm', 'gammaX > gammaH', 'gammaX = gammaH', 'gammaH > gammaX'];

/** The mean norms below, on and above the diagonal of each panel, by eq. 28 and in the network, as a table. */
export function gradientSummary(points: readonly GradientPoint[]): string {
  const rows = [...new Set(points.map(({gammaC}) => gammaC))].flatMap((gammaC) => {
    const panel = points.filter((point) => point.gammaC === gammaC);
    return (['equation', 'network'] as const).map((norm) => [
      String(gammaC),
      norm === 'equation' ? 'eq. 28' : 'network',
      mean(panel.filter(({gammaX, gammaH}) => gammaX > gammaH).map((point) => point[norm])),
      mean(panel.filter(({gammaX, gammaH}) => gammaX === gammaH).map((point) => point[norm])),
      mean(panel.filter(({gammaX, gammaH}) => gammaX < gammaH).map((point) => point[norm])),
    ]);
  });
  return `Mean norm of the gradient through one time step:\n\n${textTable(headings, rows)}`;
}

function mean(values: readonly number[]): string {
  if (!values.length) return '–';
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
}
