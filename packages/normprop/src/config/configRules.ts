import type {ConfigOption} from './configOption.js';
import type {RunConfig} from './runConfig.js';

/** What the configs of a task follow. */
export interface ConfigRules<Config extends RunConfig = RunConfig> {
  /** The task, as `config.json` and sweep files name it. */
  readonly kind: string;
  /** Every option, in the order of its help; the config's fields are the same list. */
  readonly options: readonly ConfigOption[];
  /** The values that a model's own options take when none is given; a field that is missing does not exist for the model. */
  readonly modelDefaults: Readonly<Record<RunConfig['model'], object>>;
  /**
   * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own.
   *
   * @throws {UserError} naming the field, what was expected and what came.
   */
  resolve(this: void, given: Partial<Config>): Config;
  /** A saved config with the fields that it lacks, because an earlier version wrote it, as that version had them. */
  complete(this: void, saved: Config): Config;
  /** The fields that belong to a model's weights: a run that starts from a run of this config has the same values. */
  fieldsOfWeights(this: void, config: Config): readonly string[];
  /** The fields that such a run also has from that one, unless others are given. */
  readonly usualOfSource: readonly string[];
  /** The value of an option that is not given and not the model's own, for its help. */
  defaultOf(this: void, name: string): unknown;
}
