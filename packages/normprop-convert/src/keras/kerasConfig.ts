/** A serialised layer or other object of Keras. */
export interface KerasObject {
  className: string;
  name: string;
  config: Record<string, unknown>;
  /** Functional models: how the layer is called. */
  inboundNodes: unknown;
}

/** An error about a layer or option that the import does not have. */
export function notImported(layer: string, what: string, instead: string): Error {
  return new Error(`layer '${layer}': ${what} cannot be imported; ${instead}`);
}

/** Any value of a config as an object with fields. @throws Naming what was expected, where it is none. */
export function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`Keras file: ${where}: expected an object, got ${JSON.stringify(value)?.slice(0, 60)}`);
  return value as Record<string, unknown>;
}

/** A list of a config. @throws Where it is none. */
export function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value))
    throw new Error(`Keras file: ${where}: expected a list, got ${JSON.stringify(value)?.slice(0, 60)}`);
  return value;
}

/** A serialised object with its class. @throws Where a part is missing. */
export function kerasObject(value: unknown, where: string): KerasObject {
  const {class_name: className, config, name, inbound_nodes: inboundNodes} = record(value, where);
  if (typeof className !== 'string') throw new Error(`Keras file: ${where}: has no class_name`);
  const fields = record(config, `${where} (${className}), config`);
  const ownName = fields.name ?? name;
  return {className, config: fields, name: typeof ownName === 'string' ? ownName : className, inboundNodes};
}

/** A whole number from 1. @throws Naming layer and option. */
export function size(layer: string, option: string, value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > 2 ** 24)
    throw new Error(
      `layer '${layer}': ${option}: expected a whole number from 1, got ${JSON.stringify(value)}`,
    );
  return value as number;
}

/** A share from 0 to below 1; 0 where it is missing. */
export function rate(layer: string, option: string, value: unknown): number {
  const given = value ?? 0;
  if (typeof given !== 'number' || !(given >= 0 && given < 1))
    throw new Error(
      `layer '${layer}': ${option}: expected a number from 0 to below 1, got ${JSON.stringify(value)}`,
    );
  return given;
}

/** A batch shape: the sizes, null where dynamic. */
export function batchShape(layer: string, value: unknown): Array<number | null> {
  const sizes = list(value, `layer '${layer}', shape`);
  return sizes.map((each) => (each === null ? null : size(layer, 'shape', each)));
}

/** A name as tfjs takes it: Keras allows blanks and other signs. */
export function tfjsName(name: string): string {
  const valid = name.replace(/[^-A-Za-z0-9_./]/g, '_');
  return /^[A-Za-z0-9]/.test(valid) ? valid : `layer${valid}`;
}
