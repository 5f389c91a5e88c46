import type {ConfigRules} from './configRules.js';
import type {RunConfig} from './runConfig.js';
import {shellWord} from './shellWord.js';

/** The options that make a config out of the defaults, as they are typed: `--model lstm --units 64`. */
export function optionsFor<Config extends RunConfig>(rules: ConfigRules<Config>, config: Config): string {
  const {model, data} = config;
  const usual = {...rules.resolve({model, data} as Partial<Config>), data: rules.defaultOf('data')};
  const [values, defaults] = [config, usual] as unknown as Array<Record<string, unknown>>;
  const words = rules.options
    .filter(
      ({name}) => values[name] !== defaults[name] || name === 'model' || isOfSource(rules, config, name),
    )
    .filter(({name}) => !((name === 'updates' || name === 'epochs') && values[name] === null))
    .map(({name, flags}) => {
      const [flag, argument] = flags.split(' ');
      const value = values[name] as string | number | boolean | null;
      if (argument === undefined) return value ? flag : flag.replace('--', '--no-');
      return `${flag} ${shellWord(value === null ? 'none' : String(value))}`;
    });
  return words.join(' ');
}

/** Whether a field would be that of the run which this one starts from, if it were left out. */
function isOfSource<Config extends RunConfig>(
  {usualOfSource}: Pick<ConfigRules<Config>, 'usualOfSource'>,
  config: Config,
  name: string,
): boolean {
  if (config.initFrom === null || !usualOfSource.includes(name)) return false;
  return name !== 'unitNorm' || config.unitNorm !== null; // a model that has no such option
}
