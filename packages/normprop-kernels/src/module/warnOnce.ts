const said = new Set<string>();

/** Says why something slower runs, once in the life of the page or process. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`normprop-kernels: ${message}`);
}
