import {shellWord} from '../../config/shellWord.js';
import {drawOptions} from './drawOptions.js';
import type {DrawRunConfig} from './drawRunConfig.js';
import {resolveDrawConfig} from './resolveDrawConfig.js';

/** The command that trains a config, with the options that are not the defaults. */
export function drawCommandFor(config: DrawRunConfig): string {
  const usual = resolveDrawConfig({model: config.model, data: config.data});
  const words = drawOptions
    .filter(({name}) => config[name] !== usual[name] || name === 'model')
    .filter(({name}) => !(name === 'epochs' && config.epochs === null))
    .map(({name, flags}) => {
      const [flag, argument] = flags.split(' ');
      const value = config[name];
      if (argument === undefined) return value ? flag : flag.replace('--', '--no-');
      return `${flag} ${shellWord(value === null ? 'none' : String(value))}`;
    });
  return `normprop draw train ${words.join(' ')}`;
}
