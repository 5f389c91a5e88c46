import {engine, reshape, slice, stack, tensor, tensor2d, unstack} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import {readInPlace, sequenceSteps} from 'normprop-core';
import type {BatchStatistics, LSTMSteps, SequenceSteps, SequenceStepsOptions} from 'normprop-core';
import type {NormalizedLSTMCell} from 'normprop-layers';
import {ArrayGlimpses, type LinearArrays} from '../arrays/ArrayGlimpses.js';
import {ArrayWindows} from '../arrays/ArrayWindows.js';
import {FlatRun, type Part} from '../arrays/FlatRun.js';
import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {withGradient} from '../gradient/withGradient.js';
import type {Draw, LinearName} from './Draw.js';
import type {GlimpseRun, RunSettings} from './glimpseTypes.js';

/**
 * `runInOps` as one tfjs op on arrays with its own gradient, for where fused kernels run: most of the hundred and more tfjs ops of a glimpse
 * take longer to be called than to compute. To be called inside `tidy`.
 */
export function runOnArrays(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
  {training, traced}: RunSettings,
): GlimpseRun {
  const {imageShape, latentSize, attention} = model.config;
  const [height, width, channels] = imageShape;
  const [glimpses, batch] = noise.shape;
  const encoder = images ? prepareCell(model.encoder, glimpses, batch, training) : undefined;
  const decoder = prepareCell(model.decoder, glimpses, batch, training);
  const names: LinearName[] = images ? ['latent', 'write'] : ['write'];
  if (images && attention) names.unshift('read');
  const linears = names.map((name) => model.linear(name)!);
  const flat = new FlatRun({
    ...{glimpses, batch, latentSize, attention, traced},
    pixels: height * width * channels,
    reads: images !== null,
  });

  const keeps = engine().isTapeOn(); // within the op the tape is off
  const opened: LSTMSteps[] = [];
  const open = (cell: CellSteps): LSTMSteps => {
    const steps = cell.open();
    opened.push(steps);
    return steps;
  };
  const giveBack = () => opened.forEach((steps) => steps.dispose());
  const arrays = (name: LinearName): LinearArrays | undefined => {
    const layer = linears[names.indexOf(name)];
    return layer && {kernel: copyOf(layer.kernel), bias: copyOf(layer.bias)};
  };
  let run: ArrayGlimpses;
  const forward = (): Tensor => {
    const encoderSteps = encoder && open(encoder);
    const decoderSteps = open(decoder);
    run = new ArrayGlimpses({
      ...{glimpses, batch, latentSize},
      ...(encoderSteps && {encoder: {steps: encoderSteps, outputScale: model.encoder.outputScale}}),
      decoder: {steps: decoderSteps, outputScale: model.decoder.outputScale, units: model.decoder.units},
      read: arrays('read'),
      latent: arrays('latent'),
      write: arrays('write')!,
      windows: new ArrayWindows(
        {...model.config, batch, height, width, channels},
        images ? copyOf(images) : undefined,
      ),
    });
    const values = flat.pack(run.forward(valuesOf(noise)));
    encoder?.observe(encoderSteps!);
    decoder.observe(decoderSteps);
    if (!keeps) giveBack();
    return tensor(values);
  };
  const backward = (dResult: Tensor): Tensor[] => {
    const gradients = run.backward(flat.unpack(valuesOf(dResult), glimpses));
    return [
      ...(encoder?.gradients(gradients.encoder!) ?? []),
      ...decoder.gradients(gradients.decoder),
      ...names.flatMap((name, i) => {
        const {kernel, bias} = gradients[name]!;
        return [tensor(kernel, linears[i].kernel.shape), tensor(bias)];
      }),
    ];
  };
  const result = orElse(giveBack, () => {
    const given = withGradient<Tensor>(
      'runGlimpses',
      [...(encoder?.inputs ?? []), ...decoder.inputs, ...linears.flatMap(({kernel, bias}) => [kernel, bias])],
      forward,
      (dResult) => orElse(giveBack, () => backward(dResult)),
    );
    encoder?.finish();
    decoder.finish();
    return given;
  });

  const part = ({start, count, size}: Part, shape: number[]): Tensor =>
    reshape(slice(result, [start], [count * size]), shape);
  const pieces = <T extends Tensor>(of: Part, shape: number[]): T[] =>
    of.count === 0 ? [] : (unstack(part(of, [of.count, ...shape])) as T[]);
  const canvas = part(flat.canvas, [batch, ...imageShape]) as Tensor4D;
  return {
    canvas,
    canvases: traced ? [...pieces<Tensor4D>(flat.earlier, [batch, ...imageShape]), canvas] : [],
    readNumbers: pieces<Tensor2D>(flat.readNumbers, [batch, WINDOW_NUMBERS]),
    writeNumbers: pieces<Tensor2D>(flat.writeNumbers, [batch, WINDOW_NUMBERS]),
    ...(images && {latents: part(flat.latents, [glimpses, batch, 2 * latentSize]) as Tensor3D}),
  };
}

/** What `body` gives; where it throws, `undo` is called first. */
function orElse<T>(undo: () => void, body: () => T): T {
  try {
    return body();
  } catch (error) {
    undo();
    throw error;
  }
}

/** A cell's steps for the glimpses of one batch. */
interface CellSteps extends SequenceSteps {
  /** Takes note of the batch's statistics, after the last step. */
  observe(steps: LSTMSteps): void;
  /** After the op: hands them to the cell (Batch Norm in training). */
  finish(): void;
}

function prepareCell(
  cell: NormalizedLSTMCell,
  glimpses: number,
  batch: number,
  training: boolean,
): CellSteps {
  const call = cell.begin(training);
  const noise = Array.from({length: glimpses}, () => call.noise<Tensor2D>([batch, cell.units]));
  const options = Object.entries(noise[0]).map(([name, first]) => [
    name,
    typeof first === 'number'
      ? first
      : stack(noise.map((each) => each[name as keyof typeof each] as Tensor2D)),
  ]);
  const steps = sequenceSteps({timeSteps: glimpses, batch, inputSize: cell.kernel.shape[0]!}, call.weights, {
    ...call.model,
    ...call.options,
    ...(Object.fromEntries(options) as SequenceStepsOptions),
  });
  let observed: ReturnType<LSTMSteps['statistics']>;
  return {
    ...steps,
    observe: (run) => (observed = training ? run.statistics() : undefined),
    finish() {
      if (observed === undefined) return;
      const rows = Object.entries(observed as unknown as Record<string, Float32Array>).map(
        ([name, values]) => [name, tensor2d(values, [glimpses, values.length / glimpses])],
      );
      call.end(Object.fromEntries(rows) as BatchStatistics);
    },
  };
}

/** For values that the way back reads too (`cpu` gives the array itself, which nobody changes). */
const copyOf = (of: Tensor): Float32Array => of.dataSync<'float32'>();

/** Good until the next tensor is made. */
const valuesOf = (of: Tensor): Float32Array => readInPlace([of])[0];
