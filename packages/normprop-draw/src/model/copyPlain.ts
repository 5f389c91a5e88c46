/** A copy of plain objects and arrays; what has a class of its own stays. tfjs writes into the configurations that it is given. */
export function copyPlain<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyPlain) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, copyPlain(inner as unknown)]),
  ) as T;
}
