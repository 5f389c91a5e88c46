// Softmax cross entropy of rows, with the gradient over the logits.
import {expNegative, lanes, put, sum4} from './math';
import {at} from './sequence';

// @ts-ignore: decorator
@inline
function largest(row: usize, n: i32): f32 {
  let top = load<f32>(row);
  let v = f32x4.splat(top);
  let j = 0;
  for (; j + 4 <= n; j += 4) v = f32x4.pmax(v, v128.load(at(row, j)));
  for (; j < n; j++) v = f32x4.pmax(v, v128.load32_splat(at(row, j)));
  v = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  v = f32x4.pmax(v, v128.shuffle<f32>(v, v, 1, 0, 3, 2));
  return f32x4.extract_lane(v, 0);
}

/**
 * For each row: its maximum and Σ e^(logit − maximum); with `gradient`, logits ← share·(softmax − onehot(target)).
 */
export function softmaxRows(
  logits: usize,
  targets: usize,
  rows: i32,
  classes: i32,
  maxima: usize,
  sums: usize,
  gradient: i32,
  share: f32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = at(logits, r * classes);
    const top = largest(row, classes);
    const shift = f32x4.splat(top);
    let total = f32x4.splat(0);
    for (let j = 0; j < classes; j += 4) {
      const e = lanes(expNegative(f32x4.sub(v128.load(at(row, j)), shift)), classes - j);
      total = f32x4.add(total, e);
      if (gradient) put(at(row, j), e, classes - j);
    }
    const sum = sum4(total);
    store<f32>(at(maxima, r), top);
    store<f32>(at(sums, r), sum);
    if (!gradient) continue;
    const scale = f32x4.splat(share / sum);
    for (let j = 0; j < classes; j += 4) put(at(row, j), f32x4.mul(v128.load(at(row, j)), scale), classes - j);
    const target = at(row, load<i32>(at(targets, r)));
    store<f32>(target, load<f32>(target) - share);
  }
}
