/**
 * Whether the engine tells of objects that nobody can reach any more. Without that (React Native, Safari before 14.1) kernel memory
 * would fill up with what users forgot to dispose of, so the reference runs there, which has no memory of its own.
 */
export const canTellForgotten = (): boolean => typeof FinalizationRegistry !== 'undefined';

/** A registry that calls `release` for what is forgotten; on engines that do not tell, one that does nothing. */
export function forgottenRegistry<Held>(
  release: (held: Held) => void,
): Pick<FinalizationRegistry<Held>, 'register' | 'unregister'> {
  if (canTellForgotten()) return new FinalizationRegistry(release);
  return {register: () => {}, unregister: () => false};
}
