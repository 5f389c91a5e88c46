import type {Weight} from '../chain/chain.js';
import type {HDF5File} from './HDF5File.js';

/** A layer whose weights are wanted: its name and class, and which of its class it is, counted from 0 in the model's order. */
export interface WantedLayer {
  name: string;
  className: string;
  index: number;
}

/**
 * The weights of a layer, in Keras' order.
 *
 * @param parts For wrappers, the parts that hold the weights (`forward_layer`, `backward_layer`, `layer`); one part '' else.
 */
export type FindWeights = (layer: WantedLayer, parts: string[]) => Weight[];

/**
 * Weights of a `.keras` archive or a `.weights.h5` file: `layers/<class>_<n>/…/vars/<i>`, where the attribute `name` of `vars`
 * says which layer it is; files of the first versions of Keras 3 have no such attribute, and n counts the layers of a class.
 */
export function archivedWeights(file: HDF5File): FindWeights {
  const byName = new Map<string, string>();
  for (const key of file.keys('layers')) {
    const name = file.text(`layers/${key}/vars`, 'name');
    if (name !== undefined) byName.set(name, key);
  }
  return ({name, className, index}, parts) => {
    const counted = snakeCase(className) + (index === 0 ? '' : `_${index}`);
    const group = `layers/${byName.get(name) ?? counted}`;
    if (!file.has(group)) throw new Error(`Keras file: holds no weights of layer '${name}' (${group})`);
    return parts.flatMap((part) => {
      const base = part === '' ? group : `${group}/${part}`;
      const inCell = `${base}/cell/vars`;
      const vars = file.has(inCell) ? inCell : `${base}/vars`;
      const keys = file.keys(vars).sort((a, b) => Number(a) - Number(b));
      return keys.map((key) => file.weight(`${vars}/${key}`));
    });
  };
}

/** Weights of an `.h5` file of a whole model, or of weights as Keras 2 wrote them: groups by layer, with a list of names. */
export function legacyWeights(file: HDF5File): FindWeights {
  const root = file.has('model_weights') ? 'model_weights' : '';
  return ({name}) => {
    const group = `${root}/${name}`;
    const names = file.texts(group, 'weight_names');
    if (names === undefined) throw new Error(`Keras file: holds no weights of layer '${name}' (${group})`);
    return names.map((each) => file.weight(`${group}/${each}`));
  };
}

/** `TimeDistributed` → `time_distributed`, `LSTM` → `lstm`. */
function snakeCase(className: string): string {
  return className
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
