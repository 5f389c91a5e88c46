import {adding} from './adding.mjs';
import {addition} from './addition.mjs';
import {mobyDick, pennTreebank} from './characters.mjs';
import {copy} from './copy.mjs';
import {digitBlocks, digitRows} from './digits.mjs';
import {messages} from './messages.mjs';
import {quickStart} from './quickStart.mjs';
import {temperature} from './temperature.mjs';
import {weather} from './weather.mjs';

/**
 * What the models are tried on. A task has
 *
 * - `name`, `title`, `measure` (unit of its loss), `rates` (the same three for every model), `units` (of every recurrent layer);
 * - `full` and `quick`: `updates`, `batch` and what else `load` takes from it;
 * - `load(size, seed, options)`: `{next, validation}`, a function that gives the next batch `{x, y}` and all batches of the validation;
 *   what is drawn for training depends on the seed, what is drawn for validation does not;
 * - `model({units, seed, data, recurrent, bidirectional, dense})`: the model, its recurrent layers and heads made by the given functions;
 * - `loss(labels, outputs)`: a scalar, for training and validation;
 * - `missing(options)`: why it cannot be run here, if it cannot.
 */
export const tasks = [
  quickStart,
  weather,
  temperature,
  adding,
  copy,
  addition,
  messages,
  digitRows,
  digitBlocks,
  mobyDick,
  pennTreebank,
];
