/** More than any layer has, so that a broken file cannot ask for all memory. */
const LARGEST = 2 ** 24;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** Takes the fields of an object from JSON one by one, each checked; `done` refuses those that nobody took. */
export class FieldReader {
  readonly #fields: Record<string, unknown>;
  readonly #taken = new Set<string>();

  /** @param where How errors name the object. */
  constructor(
    readonly where: string,
    value: unknown,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error(`${where}: expected an object, got ${shown(value)}`);
    this.#fields = value as Record<string, unknown>;
  }

  /** A field as it is; undefined when it is missing. */
  take(name: string): unknown {
    this.#taken.add(name);
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  /** A whole number from 1 on. */
  count(name: string): number {
    const value = this.take(name);
    if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > LARGEST)
      return this.#refuse(name, `a whole number from 1 to ${LARGEST}`, value);
    return value as number;
  }

  /** A number that `is` accepts. */
  number(name: string, fallback: number, is: (value: number) => boolean, expected: string): number {
    const value = this.take(name) ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value) || !is(value))
      return this.#refuse(name, expected, value);
    return value;
  }

  flag(name: string): boolean {
    const value = this.take(name) ?? false;
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false', value);
  }

  /** One of some words; without a fallback it must be there. */
  word<T extends string>(name: string, words: readonly T[], fallback?: T): T {
    const value = this.take(name) ?? fallback;
    return words.includes(value as T)
      ? (value as T)
      : this.#refuse(name, `one of ${words.join(', ')}`, value);
  }

  /** Any text; without a fallback it must be there. */
  text(name: string, fallback?: string): string {
    const value = this.take(name) ?? fallback;
    return typeof value === 'string' && value !== '' ? value : this.#refuse(name, 'a text', value);
  }

  /** A list of `size` texts, or undefined. */
  labels(name: string, size: number): readonly string[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length !== size || !value.every((label) => typeof label === 'string'))
      return this.#refuse(name, `${size} texts`, value);
    return value as string[];
  }

  /** A list of at least one element. */
  list(name: string): unknown[] {
    const value = this.take(name);
    return Array.isArray(value) && value.length > 0
      ? value
      : this.#refuse(name, 'a list with something in it', value);
  }

  /** @throws {Error} for a field that nobody took. */
  done(): void {
    const unknown = Object.keys(this.#fields).find((name) => !this.#taken.has(name));
    if (unknown !== undefined)
      throw new Error(
        `${this.where}: no field '${unknown}' in version 1; it knows ${[...this.#taken].join(', ')}`,
      );
  }

  #refuse(name: string, expected: string, value: unknown): never {
    throw new Error(
      `${this.where}.${name}: expected ${expected}, got ${value === undefined ? 'nothing' : shown(value)}`,
    );
  }
}
