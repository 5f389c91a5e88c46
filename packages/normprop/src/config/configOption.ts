import type {OptionKind} from './optionKinds.js';

/** One option of a run: its flag, its field in the config, its meaning. */
export interface ConfigOption<Name extends string = string> {
  /** The field of the config. */
  name: Name;
  /** As on the command line: `--units <n>`, or `--unit-norm` for a flag. */
  flags: string;
  /** One line of help. */
  help: string;
  /** The heading of the help under which it stands. */
  group: 'Data' | 'Model' | 'Training' | 'Dropout' | 'Run';
  kind: OptionKind;
  /** What the command line takes, where that is more than a config holds. */
  commandLineKind?: OptionKind;
}
