/**
 * Throws unless an activation option is absent or names the one function that the recurrence has.
 *
 * @param expected 'tanh' or 'sigmoid'.
 */
export function checkActivation(option: string, value: unknown, expected: 'tanh' | 'sigmoid'): void {
  if (value === undefined || nameOf(value) === expected) return;
  const hint =
    expected === 'sigmoid'
      ? "; tf.layers.lstm defaults to hardSigmoid, so for equal results give it {recurrentActivation: 'sigmoid'}"
      : '';
  throw new Error(`${option}: expected '${expected}', got ${String(nameOf(value))}${hint}`);
}

function nameOf(value: unknown): unknown {
  if (typeof value === 'string') return value;
  const {className, getClassName} = (value ?? {}) as {className?: string; getClassName?: () => string};
  return className ?? (typeof getClassName === 'function' ? getClassName.call(value) : value);
}
