import {mkdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Command} from 'commander';
import {integer} from '../../config/optionKinds.js';
import {loadDrawImages} from '../../draw/data/loadDrawImages.js';
import {reconstructionSheet, sampleSheet} from '../../draw/pictures/drawPictures.js';
import {drawCommands} from '../../draw/drawCommands.js';
import {loadDrawModel} from '../../draw/train/loadDrawModel.js';
import type {TrainedDraw} from '../../draw/train/loadDrawModel.js';
import {writeAtomically} from '../../run/writeAtomically.js';
import {drawTask} from '../../draw/drawTask.js';
import {requireRunOf} from '../requireRunOf.js';
import {parentAt} from '../taskCommand.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface PictureFlags {
  out?: string;
  count: number;
  columns: number;
  seed: number;
}

/** `normprop draw sample` and `normprop draw reconstruct`. */
export function addDrawPictureCommands(program: Command, context: CommandContext): void {
  const draw = parentAt(program, ['draw'], drawCommands.parent);
  draw
    .command('sample')
    .description('let a trained network paint new images: a PNG sheet')
    .argument('<run>', 'the run folder')
    .option('--out <file>', 'the PNG (default: pictures/samples.png in the run folder)')
    .addOption(checkedOption('--count <n>', 'how many', integer(1)).default(60))
    .addOption(checkedOption('--columns <n>', 'images in a row', integer(1)).default(10))
    .addOption(checkedOption('--seed <n>', 'the same seed gives the same images', integer(0)).default(1))
    .action(async (run: string, {out, ...options}: PictureFlags) => {
      requireRunOf(drawTask, run, 'draw sample');
      await withModel(run, context, async ({model, folder}) => {
        await write(
          context,
          out ?? folder.file(join('pictures', 'samples.png')),
          await sampleSheet(model, options),
        );
      });
    });
  draw
    .command('reconstruct')
    .description(
      'let a trained network look at test images and paint them: a PNG sheet of pairs, original first',
    )
    .argument('<run>', 'the run folder')
    .option('--out <file>', 'the PNG (default: pictures/reconstructions.png in the run folder)')
    .option('--data-dir <folder>', "where the set's files lie now (default: as the run's config says)")
    .addOption(checkedOption('--count <n>', 'how many', integer(1)).default(30))
    .addOption(checkedOption('--columns <n>', 'pairs in a row', integer(1)).default(5))
    .addOption(
      checkedOption('--seed <n>', 'which images, and the sample of the latents', integer(0)).default(1),
    )
    .action(async (run: string, {out, dataDir, ...flags}: PictureFlags & {dataDir?: string}) => {
      requireRunOf(drawTask, run, 'draw reconstruct');
      await withModel(run, context, async ({model, folder, checkpoint: {config}}) => {
        const images = await loadDrawImages({...config, ...(dataDir !== undefined && {dataDir})});
        const {count, columns: pairs, seed} = flags;
        const sheet = await reconstructionSheet(model, images, {count, pairs, seed});
        await write(context, out ?? folder.file(join('pictures', 'reconstructions.png')), sheet);
      });
    });
}

/** Loads a run's network for a task and frees it. */
export async function withModel(
  run: string,
  context: CommandContext,
  task: (trained: TrainedDraw) => Promise<void>,
): Promise<void> {
  const trained = await loadDrawModel(run, (message) => note(context, `Warning: ${message}`));
  try {
    await task(trained);
  } finally {
    trained.model.dispose();
  }
}

/** Writes a picture, makes its folder, and says where it is. */
export async function write(context: CommandContext, file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await writeAtomically(file, bytes);
  printLine(context, file);
}
