import type {LayerVarianceMethod} from '../variance/layerVariances.js';

/** What a preset of `normPropLSTM` settles. */
export interface NormPropPreset {
  /** Null: by the number of inputs, `inputGain`. */
  gammaX: number | null;
  gammaH: number;
  gammaC: number;
  varianceMethod: LayerVarianceMethod;
  cellPenalty: number;
}

/** What `normPropLSTM` is without a preset; docs/recipe.md and experiments/battery say why. */
export const normPropDefaults: NormPropPreset = {
  gammaX: null,
  gammaH: 0.25,
  gammaC: 0.5,
  varianceMethod: 'meanField',
  // A λ that helps a loss of some nats drowns a squared error of some thousandths.
  cellPenalty: 0,
};

/** The settings of others, by name. `paper`: section 5.1, characters, with eq. 8 and 14 as printed. */
export const normPropPresets = {
  paper: {
    gammaX: 2,
    gammaH: 2,
    gammaC: 1,
    varianceMethod: 'paper',
    cellPenalty: 0,
  },
} as const satisfies Record<string, NormPropPreset>;

/** A name in `normPropPresets`. */
export type NormPropPresetName = keyof typeof normPropPresets;

/**
 * The settings that a preset stands for.
 *
 * @param name Absent: the defaults.
 * @throws For a name that is none.
 */
export function normPropPreset(name?: NormPropPresetName | null): NormPropPreset {
  if (name == null) return normPropDefaults;
  if (Object.hasOwn(normPropPresets, name)) return normPropPresets[name];
  const names = Object.keys(normPropPresets).map((known) => `'${known}'`);
  throw new Error(`preset: expected ${names.join(' or ')}, got '${String(name)}'`);
}

/**
 * The first γx where none is given, `.57 · min(1, √(D/H))`: an orthogonal kernel with few inputs has columns of the norm √(D/H), with
 * which a plain LSTM starts, and columns brought to norm 1 would hear the input that much louder.
 */
export function inputGain(inputs: number, units: number): number {
  return 0.57 * Math.min(1, Math.sqrt(inputs / units));
}
