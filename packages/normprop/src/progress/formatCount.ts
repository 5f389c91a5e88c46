/** A whole number with thousands apart: `41,000`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
