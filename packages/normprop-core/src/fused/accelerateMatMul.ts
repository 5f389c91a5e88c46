import {
  BatchMatMul,
  _FusedMatMul,
  add,
  broadcast_util,
  elu,
  getKernel,
  leakyRelu,
  prelu,
  registerKernel,
  relu,
  relu6,
  sigmoid,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type {KernelConfig, KernelFunc, Tensor} from '@tensorflow/tfjs-core';
import {matMulProduct} from './matMulProduct.js';

interface MatMulAttributes {
  transposeA: boolean;
  transposeB: boolean;
  /** Of the fused kernel. */
  activation?: string;
  leakyreluAlpha?: number;
}

interface MatMulInputs {
  a: Tensor;
  b: Tensor;
  bias?: Tensor;
  preluActivationWeights?: Tensor;
}

/** Which products we take over; the others stay with the stock kernel. */
const takesOver: {[backend: string]: (inputs: MatMulInputs, attributes: MatMulAttributes) => boolean} = {
  cpu: () => true,
  // Stock wasm is naive where an operand is transposed, wrong where both leading shapes broadcast, slower where the summed
  // size is large (measured: 1.0x at 128, 1.5x at 512 and above) and faster only for long, thin products.
  wasm: ({a, b}, {transposeA, transposeB}) =>
    transposeA || transposeB || b.shape[b.shape.length - 2] >= 128 || bothBroadcast(a.shape, b.shape),
};

function bothBroadcast(shapeA: number[], shapeB: number[]): boolean {
  const [leadingA, leadingB] = [shapeA.slice(0, -2), shapeB.slice(0, -2)];
  const leading = String(broadcast_util.assertAndGetBroadcastShape(leadingA, leadingB));
  return leading !== String(leadingA) && leading !== String(leadingB);
}

const replaced = new Map<string, KernelConfig[]>();

/**
 * Makes every tf.matMul faster, of any model: on `cpu` all of them, on `wasm` those with a transposed operand (the
 * gradient of a dense layer is made of them, and the stock kernel is naive there) and those with a large inner size. Opt-in, since it changes tfjs itself.
 *
 * Results differ from the stock kernels' by float32 rounding (another order of summation). Other dtypes than float32 stay
 * with the stock kernel.
 *
 * @param on False puts the stock kernels back.
 * @throws If neither backend has been imported.
 *
 * @example
 * import '@tensorflow/tfjs-backend-wasm';
 * accelerateMatMul();
 */
export function accelerateMatMul(on = true): void {
  for (const [backend, kernels] of replaced) {
    for (const stock of kernels) {
      unregisterKernel(stock.kernelName, backend);
      registerKernel(stock);
    }
  }
  replaced.clear();
  if (!on) return;
  for (const backend of Object.keys(takesOver)) {
    const stock = [BatchMatMul, _FusedMatMul]
      .map((name) => getKernel(name, backend))
      .filter((kernel) => kernel !== undefined);
    for (const kernel of stock) {
      unregisterKernel(kernel.kernelName, backend);
      registerKernel({...kernel, kernelFunc: fasterThan(kernel, takesOver[backend])});
    }
    if (stock.length > 0) replaced.set(backend, stock);
  }
  if (replaced.size === 0) {
    throw new Error("accelerateMatMul: import a backend before ('@tensorflow/tfjs-backend-wasm' or '…-cpu')");
  }
}

function fasterThan(stock: KernelConfig, takes: (typeof takesOver)[string]): KernelFunc {
  return (call) => {
    const {a, b, bias, preluActivationWeights} = call.inputs as unknown as MatMulInputs;
    const attributes = call.attrs as unknown as MatMulAttributes;
    if (a.dtype !== 'float32' || b.dtype !== 'float32' || !takes({a, b}, attributes))
      return stock.kernelFunc(call);
    const {transposeA, transposeB, activation = 'linear', leakyreluAlpha} = attributes;
    return tidy(() => {
      let y = matMulProduct(a, b, transposeA, transposeB);
      if (bias !== undefined) y = add(y, bias);
      switch (activation) {
        case 'linear':
          return y;
        case 'relu':
          return relu(y);
        case 'relu6':
          return relu6(y);
        case 'elu':
          return elu(y);
        case 'sigmoid':
          return sigmoid(y);
        case 'leakyrelu':
          return leakyRelu(y, leakyreluAlpha);
        case 'prelu':
          return prelu(y, preluActivationWeights!);
        default:
          throw new Error(`fused matMul: no activation '${activation}'`);
      }
    });
  };
}
