import {engine, env, Tensor} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import type {LSTMWeights} from '../weights/lstmTypes.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';
import type {Normalizer, PreparedCall, SequenceImplementation} from '../recurrence/sequenceImplementation.js';

/** What an argument must be for a prepared call to stand for it: the same value, or a tensor of the same data and shape. */
type Wanted = Map<string, unknown>;

interface Entry {
  backend: string;
  implementation: SequenceImplementation;
  /** The shape of x. */
  x: readonly number[];
  weights: Wanted;
  options: Wanted;
  call: PreparedCall;
}

/** A tensor as it was when a call was prepared; an assigned variable has other data. */
interface SeenTensor {
  dataId: object;
  shape: readonly number[];
}

/** So many calls are kept: the layers of a stack, both halves of a bidirectional one. */
const limit = 8;

/** Rows, T times B, up to which it pays. */
const mostRows = 64;

/** The latest first. */
const entries: Entry[] = [];

/** Options whose tensors change from call to call; with one of the others a call is not prepared. */
const perCall = ['initialState'];
const unprepared = [
  'mask',
  'recurrentDropoutMask',
  'candidateDropoutMask',
  'cellPenalty',
  'returnCells',
  'populationStatistics',
  'batchStatisticsOver',
] as const;

/** Whether calls may be prepared now: nothing is differentiated, and neither `tf.profile` nor debug mode looks at kernels. */
export function mayPrepare(): boolean {
  const tfjs = engine();
  return !tfjs.isTapeOn() && !tfjs.state.profiling && !env().getBool('DEBUG');
}

/** Whether a call with these arguments, which are checked, is one of those that can be prepared: a short one, small and plain. */
export function isPreparable(
  x: Tensor3D,
  normalizer: Normalizer,
  {zoneoutCell = 0, zoneoutHidden = 0, ...options}: LSTMSequenceOptions,
): boolean {
  return (
    x.dtype === 'float32' &&
    x.shape[0] * x.shape[1] <= mostRows &&
    normalizer !== 'batch' &&
    typeof zoneoutCell === 'number' &&
    typeof zoneoutHidden === 'number' &&
    unprepared.every((name) => !options[name])
  );
}

/**
 * The prepared call for these arguments, which nobody has checked: it is found only where they are those of a call that was
 * checked, but for the values of x and of the state.
 */
export function findPrepared(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions,
  implementationOf: () => SequenceImplementation,
): PreparedCall | undefined {
  if (entries.length === 0 || !mayPrepare() || !isLive(x)) return undefined;
  const backend = engine().backendName;
  const at = entries.findIndex(
    (entry) =>
      entry.backend === backend &&
      isShape(x.shape, entry.x) &&
      matches(weights, entry.weights) &&
      matches(options, entry.options, perCall),
  );
  if (at < 0) return undefined;
  const entry = entries[at];
  if (x.dtype !== 'float32' || !isState(options.initialState, entry)) return undefined;
  if (!entry.call.isCurrent || implementationOf() !== entry.implementation) {
    entries.splice(at, 1);
    entry.call.dispose();
    return undefined;
  }
  if (at > 0) entries.unshift(...entries.splice(at, 1));
  return entry.call;
}

/** Keeps a prepared call for the arguments it was made with. */
export function keepPrepared(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions,
  implementation: SequenceImplementation,
  call: PreparedCall,
): void {
  entries.unshift({
    backend: engine().backendName,
    implementation,
    x: [...x.shape],
    weights: wantedOf(weights),
    options: wantedOf(options, perCall),
    call,
  });
  if (entries.length > limit) entries.pop()!.call.dispose();
}

/** Gives back all that is kept. */
export function forgetPrepared(): void {
  for (const {call} of entries.splice(0)) call.dispose();
}

function wantedOf(given: object, but: readonly string[] = []): Wanted {
  const kept = Object.entries(given).filter(([name]) => !but.includes(name));
  return new Map(
    kept.map(([name, value]) => [name, value instanceof Tensor ? seen(value as Tensor) : (value as unknown)]),
  );
}

function seen({dataId, shape}: Tensor): SeenTensor {
  return {dataId, shape: [...shape]};
}

function matches(given: object, wanted: Wanted, but: readonly string[] = []): boolean {
  let count = 0;
  for (const name in given) {
    if (but.includes(name)) continue;
    const value = given[name as keyof typeof given] as unknown;
    const expected = wanted.get(name);
    if (value !== expected && !isSeen(value, expected as SeenTensor | undefined)) return false;
    if (value === undefined && !wanted.has(name)) return false;
    count++;
  }
  return count === wanted.size;
}

function isSeen(value: unknown, expected: SeenTensor | undefined): boolean {
  if (typeof value !== 'object' || value === null || typeof expected !== 'object') return false;
  const tensor = value as Tensor;
  return tensor.dataId === expected.dataId && isLive(tensor) && isShape(tensor.shape, expected.shape);
}

/** Whether a given state is one of h and c of this call's rows, or absent. */
function isState(state: unknown, {x, options, weights}: Entry): boolean {
  if (state === undefined) return true;
  if (!Array.isArray(state) || state.length !== 2) return false;
  const batch = options.get('batchMajor') === true ? x[0] : x[1];
  const units = (weights.get('recurrentKernel') as SeenTensor).shape[0];
  return (state as Tensor[]).every(
    (each) =>
      isLive(each) &&
      each.dtype === 'float32' &&
      each.shape.length === 2 &&
      each.shape[0] === batch &&
      each.shape[1] === units,
  );
}

function isLive(tensor: Tensor | undefined): boolean {
  return tensor?.isDisposed === false;
}

function isShape(shape: readonly number[], expected: readonly number[]): boolean {
  if (shape.length !== expected.length) return false;
  for (let i = 0; i < shape.length; i++) if (shape[i] !== expected[i]) return false;
  return true;
}
