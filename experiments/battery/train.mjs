import {dispose, fill, tidy} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {OutputGain} from './search/OutputGain.mjs';
import {applyConstraints, calibrate, unitNormColumns} from 'normprop-layers';

/** How often a run is validated; the lowest counts, as with early stopping. */
const evaluations = 10;

/**
 * Trains one model on one task.
 *
 * @param run `{task, variant, optimizer, rate, seed}` as objects, not names. @param size The task's `full` or `quick`.
 * @param onUpdate Called after each update with how many there were.
 * @returns `{validation: [[update, loss], …], best, last, training, parameters, cpuSeconds}`; a loss that is not finite is null.
 */
export async function train(
  {task, variant, optimizer: rule, rate, seed},
  size,
  options,
  onUpdate = () => {},
) {
  const started = process.cpuUsage();
  const data = await task.load(size, seed, options);
  const model = task.model({units: task.units, seed, data, ...parts(variant, rule, seed)});
  writeConstants(model, variant);
  const first = data.next();
  const settled = variant.calibrated ? await settles(model, first.x) : undefined;
  const optimizer = rule.make(rate, size.updates);
  model.compile({optimizer, loss: task.loss});
  const validation = [];
  let recent = [];
  for (let update = 1; update <= size.updates; update++) {
    const {x, y} = update === 1 ? first : data.next();
    recent.push(await model.trainOnBatch(x, y));
    dispose([x, y]);
    if (rule.projects) applyConstraints(model);
    if (isEvaluated(update, size.updates)) validation.push([update, await evaluate(task, model, data)]);
    onUpdate(update);
  }
  recent = recent.slice(-Math.ceil(size.updates / evaluations));
  const parameters = model.countParams();
  dispose(data.validation.flatMap(({x, y}) => [x, y]));
  model.dispose();
  optimizer.dispose?.();
  const {user, system} = process.cpuUsage(started);
  const losses = validation.map(([, loss]) => loss).filter(Number.isFinite);
  return {
    validation: validation.map(([update, loss]) => [update, rounded(loss)]),
    best: losses.length === 0 ? null : rounded(Math.min(...losses)),
    last: rounded(validation.at(-1)[1]),
    training: rounded(recent.reduce((a, b) => a + b, 0) / recent.length),
    parameters,
    ...(settled !== undefined && {settled}),
    cpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
  };
}

/** What a task's model is made with: `recurrent` and `bidirectional` give a list of layers, `dense` a layer that reads h. */
function parts(variant, rule, seed) {
  const constraints =
    rule.projects && variant.projected
      ? {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()}
      : {};
  let made = 0;
  const nextSeed = () => seed * 100 + made++;
  const layer = (args) => variant.make({...args, ...constraints, ...variant.options, seed: nextSeed()});
  const scaled = () => (variant.outputGain ? [new OutputGain(variant.outputGain)] : []);
  return {
    recurrent: (args) => [layer(args), ...scaled()],
    bidirectional: (args) => [
      tfl.layers.bidirectional({layer: layer(args), mergeMode: 'concat'}),
      ...scaled(),
    ],
    dense: (args) =>
      tfl.layers.dense({
        kernelInitializer: variant.zeroHead ? 'zeros' : tfl.initializers.glorotNormal({seed: nextSeed()}),
        ...args,
      }),
  };
}

/** What a candidate sets itself: Var[c] and Var[h] where to solve for them each time would take longer than training, γx by a rule. */
function writeConstants(model, {constants, gammaXRule}) {
  const inner = (layer) =>
    [layer, layer.forwardLayer, layer.backwardLayer].filter((each) => each?.cell?.writeVariances);
  for (const {cell} of model.layers.flatMap(inner)) {
    if (constants) cell.writeVariances(constants);
    if (!gammaXRule) continue;
    const {factor, power = 0.5, most = Infinity} = gammaXRule;
    const [inputs] = cell.kernel.shape;
    const value = Math.min(most, factor * (inputs / cell.units) ** power);
    tidy(() => cell.variable('gammaX').write(fill([4 * cell.units], value)));
  }
}

/** Measures Var[c] and Var[h] on the first batch; false where they do not settle, and stay as they were. */
async function settles(model, x) {
  return calibrate(model, x, {tolerance: 0.05, batchSize: 256}).then(
    () => true,
    (error) => {
      if (!String(error.message).startsWith('calibrate:')) throw error;
      return false;
    },
  );
}

async function evaluate(task, model, {validation}) {
  let sum = 0;
  let count = 0;
  for (const {x, y} of validation) {
    const loss = tidy(() => task.loss(y, model.predictOnBatch(x)));
    sum += (await loss.data())[0] * x.shape[0];
    count += x.shape[0];
    loss.dispose();
  }
  return sum / count;
}

function isEvaluated(update, updates) {
  const every = Math.max(1, Math.floor(updates / evaluations));
  return update === updates || (update % every === 0 && update + every <= updates);
}

function rounded(loss) {
  return Number.isFinite(loss) ? Number(loss.toPrecision(5)) : null;
}
