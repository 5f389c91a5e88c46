// FORMAT.md's equations in float64, slow and obvious: what the runtime must give.
import type {LayerToWrite, ModelToWrite} from './writeFile.js';

type Row = number[];
type Values = ArrayLike<number>;

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const hardSigmoid = (z: number): number => Math.min(1, Math.max(0, 0.2 * z + 0.5));
const activations: Record<string, (row: Row) => Row> = {
  linear: (row) => row,
  sigmoid: (row) => row.map(sigmoid),
  tanh: (row) => row.map(Math.tanh),
  relu: (row) => row.map((z) => Math.max(0, z)),
  softmax: (row) => {
    const most = Math.max(...row);
    const e = row.map((z) => Math.exp(z - most));
    const total = e.reduce((a, b) => a + b);
    return e.map((v) => v / total);
  },
};

/** row [n] · W [n,columns]. */
const times = (row: Row, w: Values): Row => {
  const columns = w.length / row.length;
  return Array.from({length: columns}, (_, j) => row.reduce((sum, v, i) => sum + v * w[i * columns + j], 0));
};

const columnsNormalised = (w: Values, gamma: Values): number[] => {
  const norms = Array.from(gamma, (_, j) => {
    let square = 0;
    for (let i = j; i < w.length; i += gamma.length) square += w[i] ** 2;
    return Math.sqrt(square);
  });
  return Array.from(w, (v, i) => (v * gamma[i % gamma.length]) / norms[i % gamma.length]);
};

const standardised = (row: Row, epsilon: number): Row => {
  const mean = row.reduce((a, b) => a + b) / row.length;
  const variance = row.reduce((a, v) => a + (v - mean) ** 2, 0) / row.length;
  return row.map((v) => (v - mean) / Math.sqrt(variance + epsilon));
};

/** One row of the batch through a recurrent layer: outputs in the order of computation. */
function recurrent(layer: LayerToWrite, sequence: Row[]): Row[] {
  const H = layer.units as number;
  const of = (role: string): Values | undefined => layer.tensors![role]?.values;
  const zeros = (n: number): Row => new Array<number>(n).fill(0);
  const each = (values: Values | undefined, otherwise: number): Row =>
    Array.from({length: H}, (_, i) => (values ? values[values.length === 1 ? 0 : i] : otherwise));
  const {type} = layer;
  const epsilon = (layer.epsilon as number | undefined) ?? 1e-5;
  const weights = (role: string, gain: string): Values =>
    type === 'weightNorm' || type === 'normProp' ? columnsNormalised(of(role)!, of(gain)!) : of(role)!;
  const [wx, wh] = [weights('kernel', 'gamma_x'), weights('recurrent_kernel', 'gamma_h')];
  const gate = layer.recurrentActivation === 'hardSigmoid' ? hardSigmoid : sigmoid;
  const gammaC = each(of('gamma_c'), 1);
  const [cellVariance, hiddenVariance] = [each(of('cell_variance'), 1), each(of('hidden_variance'), 1)];
  const [zc, zh] = [(layer.zoneoutCell as number) ?? 0, (layer.zoneoutHidden as number) ?? 0];

  const normalise = (row: Row, site: 'x' | 'h' | 'c', t: number): Row => {
    if (type !== 'layerNorm' && type !== 'batchNorm') return row;
    const gamma = site === 'c' ? gammaC : of(`gamma_${site}`)!;
    const beta = of(`beta_${site}`) ?? zeros(row.length);
    let normed: Row;
    if (type === 'batchNorm') {
      const mean = of(`population_mean_${site}`)!;
      const variance = of(`population_variance_${site}`)!;
      const at = Math.min(t, mean.length / row.length - 1) * row.length;
      normed = row.map((v, i) => (v - mean[at + i]) / Math.sqrt(variance[at + i] + epsilon));
    } else if (layer.perGate && site !== 'c')
      normed = [0, 1, 2, 3].flatMap((g) => standardised(row.slice(g * H, (g + 1) * H), epsilon));
    else normed = standardised(row, epsilon);
    return normed.map((v, i) => v * gamma[i] + beta[i]);
  };

  let h = each(of('initial_hidden'), 0);
  let c = each(of('initial_cell'), 0);
  const steps = layer.goBackwards ? [...sequence].reverse() : sequence;
  return steps.map((x, t) => {
    const fromX = normalise(times(x, wx), 'x', t);
    const fromH = normalise(times(h, wh), 'h', t);
    const a = fromX.map((v, j) => v + fromH[j] + (of('bias')?.[j] ?? 0));
    const f = a.slice(H, 2 * H).map(gate);
    const candidate = f.map((forget, j) => {
      const write = layer.cell === 'preserving' ? Math.sqrt(1 - forget ** 2 + 1e-6) : 1;
      return write * gate(a[j]) * Math.tanh(a[2 * H + j]) + forget * c[j];
    });
    const normed =
      type === 'normProp'
        ? candidate.map((v, j) => (v * gammaC[j]) / Math.sqrt(cellVariance[j]))
        : normalise(candidate, 'c', t);
    const fresh = normed.map((u, j) => (gate(a[3 * H + j]) * Math.tanh(u)) / Math.sqrt(hiddenVariance[j]));
    c = c.map((old, j) => zc * old + (1 - zc) * candidate[j]);
    h = h.map((old, j) => zh * old + (1 - zh) * fresh[j]);
    const scale = (layer.outputScale as number | undefined) ?? 1;
    return h.map((v) => v * scale);
  });
}

/** One row of the batch, the vectors or symbols of every step, through a model; one row of numbers for each output step. */
export function referenceRun({layers}: ModelToWrite, input: Row[]): Row[] {
  let rows = input;
  for (const layer of layers) {
    const of = (role: string): Values => layer.tensors![role].values;
    switch (layer.type) {
      case 'oneHot':
        rows = rows.map(([s]) => Array.from({length: layer.size as number}, (_, i) => (i === s ? 1 : 0)));
        break;
      case 'embedding': {
        const width = layer.outputDim as number;
        const scale = (layer.scale as number | undefined) ?? 1;
        rows = rows.map(([s]) =>
          Array.from({length: width}, (_, i) => scale * of('embeddings')[s * width + i]),
        );
        break;
      }
      case 'dense':
        rows = rows.map((row) =>
          activations[(layer.activation as string) ?? 'linear'](
            times(row, of('kernel')).map((v, j) => v + (layer.tensors!.bias?.values[j] ?? 0)),
          ),
        );
        break;
      case 'activation':
        rows = rows.map(activations[layer.activation as string]);
        break;
      case 'batchDataNormalization':
        rows = rows.map((row) =>
          row.map(
            (v, i) =>
              (v - of('population_mean')[i]) /
              Math.sqrt(of('population_variance')[i] + ((layer.epsilon as number | undefined) ?? 1e-5)),
          ),
        );
        break;
      case 'dropout':
        break;
      case 'bidirectional': {
        const forward = recurrent(layer.forward as LayerToWrite, rows);
        const computed = recurrent(layer.backward as LayerToWrite, rows);
        const all = (layer.forward as LayerToWrite).returnSequences;
        const backward = all ? [...computed].reverse() : computed;
        const merge: Record<string, (a: Row, b: Row) => Row> = {
          concat: (a, b) => [...a, ...b],
          sum: (a, b) => a.map((v, i) => v + b[i]),
          ave: (a, b) => a.map((v, i) => (v + b[i]) / 2),
          mul: (a, b) => a.map((v, i) => v * b[i]),
        };
        const merged = forward.map((row, t) =>
          merge[(layer.mergeMode as string) ?? 'concat'](row, backward[t]),
        );
        rows = all ? merged : merged.slice(-1);
        break;
      }
      default: {
        const outputs = recurrent(layer, rows);
        rows = layer.returnSequences ? outputs : outputs.slice(-1);
      }
    }
  }
  return rows;
}
