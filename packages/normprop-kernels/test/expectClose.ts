/** Asserts |got − want| ≤ atol + rtol·|want| for every element, and equal lengths; names the worst element. */
export function expectClose(
  name: string,
  got: ArrayLike<number> | undefined,
  want: ArrayLike<number>,
  {rtol, atol}: {rtol: number; atol: number},
): void {
  if (got === undefined) throw new Error(`${name}: missing`);
  if (got.length !== want.length) throw new Error(`${name}: ${got.length} values, expected ${want.length}`);
  let worst = -1;
  let excess = 0;
  for (let i = 0; i < want.length; i++) {
    if (Number.isNaN(got[i]) && Number.isNaN(want[i])) continue;
    const over = Math.abs(got[i] - want[i]) / (atol + rtol * Math.abs(want[i]));
    if (!(over <= 1) && !(over <= excess)) {
      worst = i;
      excess = over;
    }
  }
  if (worst >= 0)
    throw new Error(
      `${name}[${worst}]: got ${got[worst]}, expected ${want[worst]} (${excess.toFixed(1)} times the tolerance)`,
    );
}
