/** A running mean that begins at the first value: each new value has the share `share`. */
export function smoother(share) {
  let mean;
  return (value) => (mean = mean === undefined ? value : mean + share * (value - mean));
}
