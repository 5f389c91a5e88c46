import type {CharlmConfig} from './charlmConfig.js';
import {charlmOptions} from './charlmOptions.js';
import {resolveConfig} from './resolveConfig.js';
import {shellWord} from './shellWord.js';

/** The options that make a config out of the defaults, as they are typed: `--model lstm --units 64`. */
export function optionsFor(config: CharlmConfig): string {
  const usual = resolveConfig({model: config.model});
  const words = charlmOptions
    .filter(({name}) => config[name] !== usual[name] || name === 'model')
    .filter(({name}) => !(name === 'updates' && config.epochs !== null))
    .map(({name, flags}) => {
      const [flag, argument] = flags.split(' ');
      const value = config[name];
      if (argument === undefined) return value ? flag : flag.replace('--', '--no-');
      return `${flag} ${shellWord(value === null ? 'none' : String(value))}`;
    });
  return words.join(' ');
}

/** The command that trains a config. */
export function commandFor(config: CharlmConfig): string {
  return `normprop train charlm ${optionsFor(config)}`;
}
