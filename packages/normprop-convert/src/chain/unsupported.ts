/** An error that names the layer which cannot be taken over, and what can be done. */
export function unsupported(layer: string, what: string, instead: string): Error {
  return new Error(`layer '${layer}': ${what} cannot be exported; ${instead}`);
}
