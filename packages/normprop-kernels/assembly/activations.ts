import {put, sigmoid4, tanh4} from './math';

/** sigmoid of n floats, in place. */
export function sigmoidArray(p: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    put(p, sigmoid4(v128.load(p)), n - i);
    p += 16;
  }
}

/** tanh of n floats, in place. */
export function tanhArray(p: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    put(p, tanh4(v128.load(p)), n - i);
    p += 16;
  }
}
