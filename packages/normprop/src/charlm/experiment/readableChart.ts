import {escapeHtml} from '../../page/escapeHtml.js';
import type {CurveAxis} from '../report/curveSpecs.js';
import type {Curve} from './learningCurves.js';

/** A chart from which values can be read: the picture, and the data that `crosshairScript` shows at the pointer. */
export function readableChart({
  svg,
  curves,
  axis,
  plot,
}: {
  svg: string;
  curves: readonly Curve[];
  axis: CurveAxis;
  plot: PlotArea;
}): string {
  const data = {
    axis: axis === 'update' ? 'update' : 'second',
    plot,
    curves: curves.map(({group, seed, kind, points}) => ({
      group,
      seed,
      kind,
      points: points.map((point) => [
        Number(point[axis].toFixed(1)),
        Number(point.bitsPerCharacter.toFixed(4)),
      ]),
    })),
  };
  return `<div class="readable" tabindex="0" role="group" aria-label="Chart; arrow keys move along it" data-chart="${escapeHtml(JSON.stringify(data))}">${svg}</div>`;
}

/** Where in the picture the curves lie, in its units, and what the horizontal axis runs over. */
export interface PlotArea {
  left: number;
  top: number;
  width: number;
  height: number;
  /** The value at the right edge; the left edge is 0. */
  end: number;
}

/**
 * The plot area of a Vega chart: its root group is moved by padding and legends.
 *
 * @throws when the SVG is not as Vega writes it.
 */
export function plotAreaOf(svg: string, size: {width: number; height: number; end: number}): PlotArea {
  const moved = /<g[^>]* transform="translate\(([\d.]+),\s*([\d.]+)\)"/.exec(svg);
  if (!moved) throw new Error('plotAreaOf: expected an SVG with a moved root group');
  return {left: Number(moved[1]), top: Number(moved[2]), ...size};
}
