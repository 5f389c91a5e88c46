import {basename, join} from 'node:path';
import type {Command} from 'commander';
import {integer} from '../../config/optionKinds.js';
import {drawCommands} from '../../draw/drawCommands.js';
import {loadDrawImages} from '../../draw/data/loadDrawImages.js';
import {reconstructionAnimation, sampleAnimation} from '../../draw/pictures/drawPictures.js';
import {writeBoundFigure} from '../../draw/report/boundFigure.js';
import {readDrawSummary} from '../../draw/report/readDrawSummary.js';
import {drawTask} from '../../draw/drawTask.js';
import {requireRunOf} from '../requireRunOf.js';
import {parentAt} from '../taskCommand.js';
import {checkedOption} from '../checkedOption.js';
import {printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';
import {withModel, write} from './drawPictures.js';

interface FigureFlags {
  out: string;
  dataDir?: string;
  count: number;
  seed: number;
}

const examples = `
Examples:
  $ normprop draw figure runs/draw-mnist/*-seed1          # the paper's Figure 3
  $ normprop draw figure runs/demo-draw                   # and, of a single run, its glimpses as animations

Writes the validation and test bounds over epochs as bounds.svg, bounds.png and bounds.csv; of a single run also glimpses.gif (test
images above, what is painted of them below; green frames: where it reads, red ones: where it writes) and painting.gif (new images).`;

/** `normprop draw figure`. */
export function addDrawFigureCommand(program: Command, context: CommandContext): void {
  parentAt(program, ['draw'], drawCommands.parent)
    .command('figure')
    .description('draw the bounds of runs over epochs, and a single run glimpse by glimpse')
    .argument('<runs...>', 'run folders')
    .option('--out <folder>', 'where the files go', 'figures/draw')
    .option('--data-dir <folder>', "where the set's files lie now (default: as the run's config says)")
    .addOption(checkedOption('--count <n>', 'images of an animation', integer(1)).default(6))
    .addOption(checkedOption('--seed <n>', 'which images and samples', integer(0)).default(1))
    .addHelpText('after', examples)
    .action(async (paths: string[], {out, dataDir, count, seed}: FigureFlags) => {
      for (const path of paths) requireRunOf(drawTask, path, 'draw figure');
      const runs = await Promise.all(
        paths.map((path) => {
          const name = basename(path);
          const group = name.replace(/-seed\d+$/, '');
          return paths.length === 1 ? readDrawSummary(path) : readDrawSummary(path, name, group);
        }),
      );
      for (const file of await writeBoundFigure(out, runs)) printLine(context, file);
      if (paths.length > 1) return;
      await withModel(paths[0], context, async ({model, checkpoint: {config}}) => {
        const images = await loadDrawImages({...config, ...(dataDir !== undefined && {dataDir})});
        const glimpses = await reconstructionAnimation(model, images, {count, seed});
        await write(context, join(out, 'glimpses.gif'), glimpses);
        await write(context, join(out, 'painting.gif'), await sampleAnimation(model, {count, seed}));
      });
    });
}
