/**
 * The activation that an option names, or the first of those that there are where it is absent.
 *
 * @param expected Names of the activations that the recurrence has.
 * @throws If it names another one.
 */
export function checkActivation<T extends string>(option: string, value: unknown, expected: readonly T[]): T {
  if (value === undefined) return expected[0];
  const name = camelCase(nameOf(value));
  if (expected.includes(name as T)) return name as T;
  const hint =
    name === 'hardSigmoid'
      ? "; only lstm() has tf.layers.lstm's default hardSigmoid; for equal results give that one {recurrentActivation: 'sigmoid'}"
      : '; the recurrence has no other, tf.layers.lstm does';
  const names = expected.map((one) => `'${one}'`).join(' or ');
  throw new Error(`${option}: expected ${names}, got '${String(name)}'${hint}`);
}

function nameOf(value: unknown): unknown {
  if (typeof value === 'string') return value;
  const {className, getClassName} = (value ?? {}) as {className?: string; getClassName?: () => string};
  return className ?? (typeof getClassName === 'function' ? getClassName.call(value) : value);
}

/** A config of Keras says hard_sigmoid. */
function camelCase(name: unknown): unknown {
  return typeof name === 'string'
    ? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    : name;
}
