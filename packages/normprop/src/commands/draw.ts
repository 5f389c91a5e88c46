import type {Command} from 'commander';
import type {CommandContext} from './commandContext.js';
import {addDrawCompareCommand} from './drawCompare.js';
import {addDrawDemoCommand} from './drawDemo.js';
import {addDrawFigureCommand} from './drawFigure.js';
import {addDrawPictureCommands} from './drawPictures.js';
import {addDrawTrainCommand} from './drawTrain.js';

/** `normprop draw` and what is under it. */
export function addDrawCommand(program: Command, context: CommandContext): void {
  const draw = program
    .command('draw')
    .description('DRAW: a network that paints digits, glimpse after glimpse');
  addDrawDemoCommand(draw, context);
  addDrawTrainCommand(draw, context);
  addDrawCompareCommand(draw, context);
  addDrawPictureCommands(draw, context);
  addDrawFigureCommand(draw, context);
}
